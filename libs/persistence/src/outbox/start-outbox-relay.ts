import { randomUUID } from 'node:crypto';
import { createWakeUp } from '../wake-up.ts';
import { deliverMessage } from './delivery.ts';
import { outboxHint } from './outbox.ts';
import { claimMessages, findNextDueMs, releaseLease, type OutboxMessage } from './outbox-queue.ts';
import {
  resolveRelayOptions,
  type OutboxRelayOptions,
  type ResolvedRelayOptions,
} from './relay-options.ts';

export interface OutboxRelay extends AsyncDisposable {
  /** Look for due messages now. */
  wake(): void;
  /**
   * Takes no more messages, lets handlers finish for `stopGraceMs`, then aborts them and waits a
   * second more; what was not delivered is due at once for other relays.
   */
  stop(): Promise<void>;
}

const CLAIM_WITHIN_MS = 10_000;
const AFTER_ABORT_MS = 1_000;
const CONTENDED_MS = 20;

/**
 * Delivers outbox messages: each at least once, those of one key one after the other in their
 * order, and later ones only when earlier ones are delivered. Any number of relays share the work;
 * one that dies loses its messages to the others when its leases end. A message that always fails
 * stops its key, and no other.
 *
 * @throws RangeError for an option out of range.
 */
export function startOutboxRelay<Tables>(options: OutboxRelayOptions<Tables>): OutboxRelay {
  const resolved = resolveRelayOptions(options);
  const { database, handlers, stopGraceMs } = resolved;
  const topics = Object.keys(handlers);
  const { wake, wait } = createWakeUp();
  const unsubscribes = topics.map((topic) => database.hints.subscribe(outboxHint(topic), wake));
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let isStopping = false;
  let stopped: Promise<void> | undefined;

  const start = (message: OutboxMessage, lease: string): void => {
    const delivery = deliverMessage(message, lease, resolved, stopping.signal).then((isMoreDue) => {
      underWay.delete(delivery);
      // Or a place is free again.
      if (isMoreDue || underWay.size === resolved.concurrency - 1) wake();
    });
    underWay.add(delivery);
  };
  const look = createLook(resolved, topics);
  const run = async (): Promise<void> => {
    while (!isStopping) {
      const found = await look(resolved.concurrency - underWay.size);
      for (const message of found.messages) start(message, found.lease);
      if (found.waitMs > 0) await wait(found.waitMs);
    }
  };
  const running = run();

  const stop = async (): Promise<void> => {
    isStopping = true;
    for (const unsubscribe of unsubscribes) unsubscribe();
    wake();
    await running;
    if (await settleWithin([...underWay], stopGraceMs)) return;
    stopping.abort(new Error('the outbox relay stops'));
    await settleWithin([...underWay], AFTER_ABORT_MS);
  };
  return {
    wake,
    stop: () => (stopped ??= stop()),
    [Symbol.asyncDispose]: () => (stopped ??= stop()),
  };
}

interface Found {
  readonly messages: readonly OutboxMessage[];
  readonly lease: string;
  /** How long to sleep unless woken; 0 to look again at once. */
  readonly waitMs: number;
}

/**
 * One look into the queue; a database that is away is said once, and looked for again at the pace
 * of polling.
 */
function createLook<Tables>(
  { database, logger, leaseMs, pollMs }: ResolvedRelayOptions<Tables>,
  topics: readonly string[],
): (limit: number) => Promise<Found> {
  let isAway = false;
  // A lease that may be held or not, because the answer to its claim did not come.
  let doubtful: string | undefined;
  return async (limit) => {
    const nothing = { messages: [], lease: '', waitMs: spread(pollMs) };
    if (limit === 0) return nothing;
    try {
      const found = await database.read({ timeLeftMs: CLAIM_WITHIN_MS }, async (db) => {
        if (doubtful !== undefined) await releaseLease(db, { topics, lease: doubtful });
        const lease = randomUUID();
        doubtful = lease;
        const messages = await claimMessages(db, { topics, limit, lease, leaseMs });
        if (messages.length === limit) return { messages, lease, waitMs: 0 };
        const dueMs = (await findNextDueMs(db, topics)) ?? Infinity;
        // What is due and was not claimed is locked by somebody, or became due this very moment.
        const waitMs = Math.min(Math.max(dueMs + 1, CONTENDED_MS), spread(pollMs));
        return { messages, lease, waitMs };
      });
      doubtful = undefined;
      isAway = false;
      return found;
    } catch (error) {
      if (!isAway) logger.warn({ error }, 'outbox relay waits for the database');
      isAway = true;
      return nothing;
    }
  };
}

/** Relays that were started together do not poll together. */
function spread(durationMs: number): number {
  return durationMs * (0.75 + Math.random() / 2);
}

async function settleWithin(work: Promise<void>[], limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const all = Promise.all(work).then(() => true);
  return await Promise.race([all, limit]).finally(() => clearTimeout(timer));
}
