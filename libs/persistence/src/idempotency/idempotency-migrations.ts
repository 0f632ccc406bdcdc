import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const idempotencyMigrations: Record<string, Migration> = {
  'ballast-idempotency-001': {
    async up(db) {
      await sql`
        create table idempotency_key (
          scope text not null,
          key text not null,
          fingerprint text not null,
          answer jsonb not null,
          expires_at timestamptz not null,
          primary key (scope, key)
        )
      `.execute(db);
      await sql`create index idempotency_key_expiry on idempotency_key (expires_at)`.execute(db);
    },
  },
};
