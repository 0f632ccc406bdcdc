import type { Logger } from '@ballast/logging';
import type { Database } from '../database/database.ts';
import { createWakeUp } from '../wake-up.ts';
import type { LogEvent } from './event.ts';
import { readNewEvents, readPosition } from './read-events.ts';
import { isHistoryLost, type Snapshot } from './snapshot.ts';

/** One reader of a stream's new events for all followers of a process. */
export interface TailReader {
  /**
   * Calls the receiver with every event that becomes visible after `ready` resolved, in order per
   * key.
   *
   * @returns ends it.
   */
  subscribe(receiver: Receiver): { readonly ready: Promise<void>; unsubscribe(): void };
}

export interface Receiver {
  /** Undefined for the events of all keys. */
  readonly key: string | undefined;
  receive(event: LogEvent): void;
  /** Events may have been missed: look for yourself. */
  resync(): void;
}

export interface TailReaderOptions<Tables> {
  readonly database: Database<Tables>;
  readonly stream: string;
  readonly logger: Logger;
  readonly pollMs: number;
}

const PAGE = 1_000;
const READ_WITHIN_MS = 10_000;
/** Not sooner after the last look: hints come every few milliseconds when many write. */
const REST_MS = 5;

/** The name that the followers of a stream are woken by; see {@link hintOnCommit}. */
export const eventsHint = (stream: string): string => `events:${stream}`;

export function createTailReader<Tables>(options: TailReaderOptions<Tables>): TailReader {
  const { database, stream } = options;
  const receivers = new Map<string | undefined, Set<Receiver>>();
  let run: Run | undefined;

  const dispatch = (event: LogEvent): void => {
    for (const receiver of receivers.get(event.key) ?? []) receiver.receive(event);
    for (const receiver of receivers.get(undefined) ?? []) receiver.receive(event);
  };
  const resync = (): void => {
    for (const group of receivers.values()) for (const receiver of group) receiver.resync();
  };
  const start = (): Run => {
    const { wake, wait } = createWakeUp();
    const state = { isOver: false };
    const unsubscribe = database.hints.subscribe(eventsHint(stream), wake);
    const ready = readTail(options, { state, wait, dispatch, resync });
    return {
      ready,
      stop() {
        state.isOver = true;
        unsubscribe();
        wake();
      },
    };
  };

  return {
    subscribe(receiver) {
      const group = receivers.get(receiver.key) ?? new Set();
      receivers.set(receiver.key, group.add(receiver));
      run ??= start();
      return {
        ready: run.ready,
        unsubscribe() {
          if (!group.delete(receiver) || group.size > 0) return;
          receivers.delete(receiver.key);
          if (receivers.size > 0) return;
          run?.stop();
          run = undefined;
        },
      };
    },
  };
}

interface Run {
  readonly ready: Promise<void>;
  stop(): void;
}

interface Tail {
  readonly state: { readonly isOver: boolean };
  readonly wait: (longestMs: number) => Promise<void>;
  readonly dispatch: (event: LogEvent) => void;
  readonly resync: () => void;
}

/** Resolves when the reader knows where it begins, and reads on by itself until it is over. */
async function readTail<Tables>(options: TailReaderOptions<Tables>, tail: Tail): Promise<void> {
  const { database, logger, pollMs, stream } = options;
  const attempt = createAttempt(logger, stream);
  let begin: Snapshot | undefined;
  while (begin === undefined && !tail.state.isOver) {
    begin = await attempt(() =>
      database.read({ timeLeftMs: READ_WITHIN_MS }, (db) => readPosition(db, stream)),
    );
    if (begin === undefined) await tail.wait(pollMs);
  }
  const follow = async (position: Position): Promise<void> => {
    while (!tail.state.isOver) {
      const next = await attempt(() => readPage(options, tail, position));
      if (next === undefined && position.afterId !== undefined) {
        // The rest of a look that was broken off cannot be told from what came since.
        position = { since: position.since };
        tail.resync();
      }
      position = next ?? position;
      if (position.afterId !== undefined) continue;
      await new Promise((resolve) => setTimeout(resolve, REST_MS).unref());
      await tail.wait(pollMs);
    }
  };
  if (begin !== undefined) void follow({ since: begin });
}

/**
 * How far everything is read; with `upTo` and `afterId`, in the middle of what one look could see.
 */
interface Position {
  readonly since: Snapshot;
  readonly upTo?: Snapshot;
  readonly afterId?: bigint;
}

/** Page by page, so that a large import does not have to fit in memory. */
async function readPage<Tables>(
  { database, stream }: TailReaderOptions<Tables>,
  { state, dispatch, resync }: Tail,
  position: Position,
): Promise<Position> {
  const { events, snapshot, seen, moreAfterId } = await database.read(
    { timeLeftMs: READ_WITHIN_MS },
    (db) => readNewEvents(db, { stream, ...position, limit: PAGE }),
  );
  if (isHistoryLost(position.since, snapshot)) {
    resync();
    return { since: seen };
  }
  if (state.isOver) return position;
  for (const event of events) dispatch(event);
  return moreAfterId === undefined
    ? { since: seen }
    : { since: position.since, upTo: snapshot, afterId: moreAfterId };
}

/** Runs a read; a database that is away is said once, and the result is undefined. */
function createAttempt(
  logger: Logger,
  stream: string,
): <R>(read: () => Promise<R>) => Promise<R | undefined> {
  let isAway = false;
  return async (read) => {
    try {
      const result = await read();
      isAway = false;
      return result;
    } catch (error) {
      if (!isAway) logger.warn({ error, stream }, 'event log waits for the database');
      isAway = true;
      return undefined;
    }
  };
}
