import { eventLogMigrations } from '@ballast/persistence';
import type { Migration } from '@ballast/persistence';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The schema of the inventory, in the order of names. A step that was released never changes. */
export const migrations: Record<string, Migration> = {
  ...eventLogMigrations,
  'inventory-001': { up: createStockAndReservations },
};

async function createStockAndReservations(db: Kysely<unknown>): Promise<void> {
  // "C" makes the database order skus by bytes, as `compareSkus` does: pages and locks rely on it.
  await sql`
    CREATE TABLE stock (
      sku text COLLATE "C" PRIMARY KEY,
      name text NOT NULL,
      price_cents bigint NOT NULL CHECK (price_cents >= 0),
      received bigint NOT NULL,
      on_hand bigint NOT NULL,
      reserved bigint NOT NULL DEFAULT 0,
      version bigint NOT NULL DEFAULT 1,
      CONSTRAINT stock_is_not_oversold CHECK (0 <= reserved AND reserved <= on_hand)
    ) WITH (fillfactor = 70)`.execute(db);
  await sql`
    CREATE TABLE reservation (
      reservation_id text COLLATE "C" PRIMARY KEY,
      state text NOT NULL
        CHECK (state IN ('HELD', 'COMMITTED', 'RELEASED', 'EXPIRED', 'REFUSED')),
      items_fingerprint bytea NOT NULL,
      expires_at timestamptz NOT NULL,
      shortages jsonb,
      CHECK ((state = 'REFUSED') = (shortages IS NOT NULL))
    ) WITH (fillfactor = 85)`.execute(db);
  // Only what the sweeper looks for: it stays as small as the number of held reservations.
  await sql`
    CREATE INDEX reservation_due ON reservation (expires_at) WHERE state = 'HELD'`.execute(db);
  await sql`
    CREATE TABLE reservation_line (
      reservation_id text COLLATE "C" NOT NULL REFERENCES reservation,
      line smallint NOT NULL,
      sku text COLLATE "C" NOT NULL,
      quantity integer NOT NULL CHECK (quantity > 0),
      unit_price_cents bigint NOT NULL,
      PRIMARY KEY (reservation_id, line)
    )`.execute(db);
}
