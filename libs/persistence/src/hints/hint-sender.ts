import { CompiledQuery } from 'kysely';
import { limitCall } from '../database/call-limits.ts';
import type { ConnectionPool } from '../database/connection-pool.ts';
import type { Message } from './message.ts';
import { formatMessages } from './message.ts';

export interface HintSender {
  send(names: Iterable<string>): void;
  /** Resolves when what was under way has left. */
  close(): Promise<void>;
}

const BATCH_MS = 5;
const SEND_WITHIN_MS = 2_000;

/**
 * One NOTIFY for all that happened within a few milliseconds, in a transaction of its own after the
 * commit: a transaction that has notified takes one lock for the whole cluster while it commits
 * (async.c, PreCommit_Notify: "serialize writers by acquiring a special lock"), so that writers
 * would commit one after the other.
 */
export function createHintSender(
  pool: ConnectionPool,
  channel: string,
  origin: string,
): HintSender {
  const names = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();

  const flush = async (): Promise<void> => {
    const messages = formatMessages({ origin, names: [...names] } satisfies Message);
    names.clear();
    using limits = limitCall({ timeLeftMs: SEND_WITHIN_MS });
    try {
      const lease = await pool.lease(limits);
      try {
        for (const message of messages) await lease.send('notify', NOTIFY, [channel, message]);
      } finally {
        await lease.end();
      }
    } catch {
      // It was a hint: who waits finds the change by polling.
    }
  };

  const schedule = (): void => {
    timer = undefined;
    sending = sending.then(flush);
  };

  return {
    send(more) {
      for (const name of more) names.add(name);
      if (names.size > 0) timer ??= setTimeout(schedule, BATCH_MS);
    },
    async close() {
      if (timer !== undefined) {
        clearTimeout(timer);
        schedule();
      }
      await sending;
    },
  };
}

const NOTIFY = CompiledQuery.raw('select pg_notify($1, $2)').sql;
