import { setTimeout as delay } from 'node:timers/promises';
import { limitCall } from '../database/call-limits.ts';
import type { ConnectionPool } from '../database/connection-pool.ts';
import { formatMessages } from './message.ts';

export interface HintSender {
  send(names: Iterable<string>): void;
  /** Resolves when what was under way has left. */
  close(): Promise<void>;
}

const REST_MS = 5;
const SEND_WITHIN_MS = 2_000;
const NOTIFY = 'select pg_notify($1, $2)';

/**
 * Sends the first name at once and then, while there are more, one NOTIFY every few milliseconds;
 * in a transaction of its own after the commit, because a transaction that has notified takes one
 * lock for the whole cluster while it commits (async.c, PreCommit_Notify: "Serialize writers by
 * acquiring a special lock that we hold till after commit"): writers would commit one after the
 * other.
 */
export function createHintSender(
  pool: ConnectionPool,
  channel: string,
  origin: string,
): HintSender {
  const names = new Set<string>();
  let sending: Promise<void> | undefined;

  const flush = async (): Promise<void> => {
    const messages = formatMessages({ origin, names: [...names] });
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
  const run = async (): Promise<void> => {
    while (names.size > 0) {
      await flush();
      await delay(REST_MS);
    }
    sending = undefined;
  };

  return {
    send(more) {
      for (const name of more) names.add(name);
      if (names.size > 0) sending ??= run();
    },
    async close() {
      await sending;
    },
  };
}
