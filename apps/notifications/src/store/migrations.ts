import type { Migration } from '@ballast/persistence';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The schema of the notifications service, in the order of names. A step that was released never changes. */
export const migrations: Record<string, Migration> = {
  'notifications-001': { up: createNotifications },
};

async function createNotifications(db: Kysely<unknown>): Promise<void> {
  // Whole milliseconds, so that a page token can hold the time exactly.
  await sql`
    CREATE TABLE notification (
      order_id text COLLATE "C" NOT NULL,
      sequence bigint NOT NULL CHECK (sequence > 0),
      customer_id text COLLATE "C" NOT NULL,
      state text NOT NULL,
      text text NOT NULL,
      occurred_at timestamptz(3) NOT NULL,
      PRIMARY KEY (order_id, sequence)
    )`.execute(db);
  await sql`
    CREATE INDEX notification_of_customer ON notification
      (customer_id, occurred_at DESC, order_id DESC, sequence DESC)`.execute(db);
}
