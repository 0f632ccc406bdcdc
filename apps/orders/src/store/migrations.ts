import { eventLogMigrations, idempotencyMigrations, outboxMigrations } from '@ballast/persistence';
import type { Migration } from '@ballast/persistence';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The schema of the orders service, in the order of names. A step that was released never changes. */
export const migrations: Record<string, Migration> = {
  ...eventLogMigrations,
  ...idempotencyMigrations,
  ...outboxMigrations,
  'orders-001': { up: createOrders },
  'orders-002': { up: createTold },
};

async function createOrders(db: Kysely<unknown>): Promise<void> {
  // Whole milliseconds, so that a page token can hold the time exactly.
  await sql`
    CREATE TABLE orders (
      order_id text COLLATE "C" PRIMARY KEY,
      customer_id text COLLATE "C" NOT NULL,
      state text NOT NULL CHECK (state IN ('PENDING', 'CONFIRMED', 'REJECTED', 'CANCELLED')),
      sequence bigint NOT NULL DEFAULT 1,
      total_cents bigint NOT NULL DEFAULT 0,
      rejection_reason text,
      shortages jsonb,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CHECK ((state = 'REJECTED') = (rejection_reason IS NOT NULL))
    ) WITH (fillfactor = 85)`.execute(db);
  await sql`
    CREATE INDEX orders_of_customer ON orders (customer_id, created_at DESC, order_id DESC)`.execute(
    db,
  );
  await sql`
    CREATE TABLE order_line (
      order_id text COLLATE "C" NOT NULL REFERENCES orders,
      line smallint NOT NULL,
      sku text COLLATE "C" NOT NULL,
      quantity integer NOT NULL CHECK (quantity > 0),
      unit_price_cents bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (order_id, line)
    ) WITH (fillfactor = 85)`.execute(db);
}

/** How far each listener was told of the event log, and which process tells it now. */
async function createTold(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE told (
      listener text PRIMARY KEY,
      xid xid8 NOT NULL DEFAULT '0',
      id bigint NOT NULL DEFAULT 0,
      holder text NOT NULL DEFAULT '',
      held_until timestamptz NOT NULL DEFAULT '-infinity'
    )`.execute(db);
  await sql`INSERT INTO told (listener) VALUES ('notifications')`.execute(db);
}
