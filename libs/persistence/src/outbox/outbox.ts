import { invalidArgument } from '@ballast/status';
import { sql, type QueryExecutorProvider } from 'kysely';
import { hintOnCommit } from '../database/hint-on-commit.ts';

export interface NewMessage<Payload> {
  /**
   * Messages of one topic and key are delivered in the order they were appended in. 1 to 512
   * characters.
   */
  readonly key: string;
  readonly payload: Payload;
  /**
   * For how long no relay takes the message, in milliseconds, 0 or more: the appender delivers it
   * itself, and completes or releases it. Default 0.
   */
  readonly holdMs?: number;
}

/**
 * Messages of one topic that are written with the change they tell of, and delivered later: none
 * without the other.
 */
export interface Outbox<Payload> {
  readonly topic: string;
  /**
   * Writes the message into the transaction. Two transactions that append to one key wait for each
   * other, so that the order of ids is the order of commits.
   *
   * @returns the message's id.
   */
  append(transaction: QueryExecutorProvider, message: NewMessage<Payload>): Promise<bigint>;
  /**
   * Takes the message out: it was delivered. The next one of its key is due then.
   *
   * @returns false when it was out already, completed by a relay or by an earlier attempt.
   */
  complete(transaction: QueryExecutorProvider, id: bigint): Promise<boolean>;
  /**
   * Ends the hold: any relay may deliver the message at once. A message that is out already is left
   * in peace.
   */
  release(db: QueryExecutorProvider, id: bigint): Promise<void>;
}

/** The hint that something is due in a topic. */
export const outboxHint = (topic: string): string => `outbox:${topic}`;

/**
 * @param options.topic 1 to 128 printable ASCII characters; one service's topics are its own, as
 *   its schema is.
 * @throws RangeError for another topic.
 */
export function createOutbox<Payload>(options: { readonly topic: string }): Outbox<Payload> {
  const { topic } = options;
  if (!/^[!-~]{1,128}$/.test(topic)) {
    throw new RangeError(
      `outbox.topic must be 1 to 128 printable ASCII characters, got ${JSON.stringify(topic)}`,
    );
  }
  return {
    topic,
    async append(transaction, { key, payload, holdMs = 0 }) {
      if (key.length < 1 || key.length > 512) {
        throw invalidArgument(`an outbox key must have 1 to 512 characters, got ${key.length}`);
      }
      const { rows } = await sql<{ id: bigint }>`
        select outbox_append(
          ${topic}, ${key}, ${JSON.stringify(payload)}::jsonb, ${holdMs} * interval '1 millisecond'
        ) as id
      `.execute(transaction);
      if (holdMs === 0) hintOnCommit(transaction, outboxHint(topic));
      return (rows[0] as { id: bigint }).id;
    },
    async complete(transaction, id) {
      const { rows } = await sql<{ promoted: boolean }>`
        select promoted from outbox_complete(${id}, null)
      `.execute(transaction);
      if (rows[0]?.promoted === true) hintOnCommit(transaction, outboxHint(topic));
      return rows.length > 0;
    },
    async release(db, id) {
      await sql`
        update outbox set available_at = clock_timestamp() where id = ${id} and lease is null
      `.execute(db);
      hintOnCommit(db, outboxHint(topic));
    },
  };
}
