import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The table of all event logs of a schema. A statement of one's own may write `stream`, `key`,
 * `sequence` and `payload` (the other columns fill themselves) where it changes rows and tells of
 * them in one; it leaves `eventsHint(stream)` then.
 */
export const eventLogMigrations: Record<string, Migration> = {
  'ballast-event-log-001': {
    async up(db) {
      await sql`
        create table event_log (
          stream text not null,
          id bigint generated always as identity,
          key text not null,
          sequence bigint not null,
          payload jsonb not null,
          at timestamptz not null default clock_timestamp(),
          xid xid8 not null default pg_current_xact_id(),
          primary key (stream, id),
          constraint event_log_sequence unique (stream, key, sequence)
        )
      `.execute(db);
      await sql`create index event_log_xid on event_log (stream, xid)`.execute(db);
    },
  },
};
