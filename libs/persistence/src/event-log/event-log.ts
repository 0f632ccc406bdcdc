import { silentLogger, type Logger } from '@ballast/logging';
import { sql, type QueryExecutorProvider } from 'kysely';
import type { Database } from '../database/database.ts';
import { hintOnCommit } from '../database/hint-on-commit.ts';
import type { Json } from '../json.ts';
import type { LogEvent } from './event.ts';
import { followAll } from './follow-all.ts';
import { followKey } from './follow-key.ts';
import { deleteOldEvents } from './read-events.ts';
import { createTailReader, eventsHint } from './tail-reader.ts';

export interface EventLogOptions<Tables> {
  readonly database: Database<Tables>;
  /** Which events these are, such as `orders`. 1 to 128 printable ASCII characters. */
  readonly stream: string;
  readonly logger?: Logger;
  /**
   * How often a process that follows looks without a hint, in milliseconds, 10 or more: how late an
   * event may be when hints are lost. Default 500.
   */
  readonly pollMs?: number;
}

export interface NewEvent<Payload> {
  readonly key: string;
  /**
   * Place among the events of its key, above all that are there. The transaction has to hold what
   * serialises the writers of a key (a row lock): the log relies on it. The same number twice is a
   * unique violation.
   */
  readonly sequence: bigint | number;
  readonly payload: Payload;
}

export interface FollowOptions {
  /** One key's events; default those of all keys, from now on. */
  readonly key?: string;
  /** With a key: only what comes after. Default 0: from the first event that is kept. */
  readonly afterSequence?: bigint | number;
  /** Ends the iteration; it does not throw. Default: it goes on until its reader stops reading. */
  readonly signal?: AbortSignal;
}

export interface Following<Payload> extends AsyncIterable<LogEvent<Payload>> {
  /**
   * From here on no event is missed. Await it before reading the state that the events of all keys
   * are changes of. With a key there is nothing to await, as `afterSequence` says where to begin.
   */
  readonly ready: Promise<void>;
}

/**
 * Events of one stream, in the order of their key; written with the change they tell of, read in
 * any process.
 */
export interface EventLog<Payload> {
  append(transaction: QueryExecutorProvider, event: NewEvent<Payload>): Promise<void>;
  /**
   * Each event once, a key's events in order, none left out; outlives a restart of the database.
   * One reader per process serves all its followers.
   *
   * Of all keys: throws ABORTED `EVENTS_MISSED` to a reader that lets 1000 events wait.
   */
  follow(options?: FollowOptions): Following<Payload>;
  /**
   * Removes events older than `olderThanMs`, the oldest first, at most `limit` (default 1000);
   * tells how many.
   */
  trim(
    db: QueryExecutorProvider,
    options: { readonly olderThanMs: number; readonly limit?: number },
  ): Promise<number>;
}

/** @throws RangeError that names the option, the rule and the value. */
export function createEventLog<Payload extends Json, Tables = unknown>(
  options: EventLogOptions<Tables>,
): EventLog<Payload> {
  const { database, stream, logger = silentLogger, pollMs = 500 } = options;
  if (!/^[!-~]{1,128}$/.test(stream)) {
    throw new RangeError(
      `eventLog.stream must be 1 to 128 printable ASCII characters, got ${JSON.stringify(stream)}`,
    );
  }
  if (!Number.isInteger(pollMs) || pollMs < 10) {
    throw new RangeError(`eventLog.pollMs must be an integer of 10 or more, got ${pollMs}`);
  }
  const tail = createTailReader({ database, stream, logger, pollMs });
  return {
    async append(transaction, { key, sequence, payload }) {
      await sql`
        insert into event_log (stream, key, sequence, payload)
        values (${stream}, ${key}, ${sequence}, ${JSON.stringify(payload)}::jsonb)
      `.execute(transaction);
      hintOnCommit(transaction, eventsHint(stream));
    },
    follow({ key, afterSequence = 0, signal = new AbortController().signal } = {}) {
      if (key === undefined) return followAll(tail, signal) as Following<Payload>;
      const position = { key, afterSequence: BigInt(afterSequence), signal };
      const begin = () => followKey({ database, tail, stream, ...position });
      const following = { ready: Promise.resolve(), [Symbol.asyncIterator]: begin };
      return following as Following<Payload>;
    },
    trim: (db, { olderThanMs, limit = 1_000 }) =>
      deleteOldEvents(db, { stream, olderThanMs, limit }),
  };
}
