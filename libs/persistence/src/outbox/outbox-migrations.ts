import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * `head` marks the oldest message of each key, the only one that may be delivered. It is kept up to
 * date by who appends and who completes, under one lock per key, so that finding work costs the
 * same however long a key's queue is.
 *
 * The functions are PL/pgSQL and not single statements for one reason: the lock has to be held
 * before the statement that looks at the queue takes its snapshot, else two appenders would each
 * see no other and both be the head. In one function it is still one round trip. (Above READ
 * COMMITTED the snapshot is older still, so that is refused.)
 *
 * `available_at` says all of when: held until, leased until, or not before the next attempt.
 */
export const outboxMigrations: Record<string, Migration> = {
  'ballast-outbox-001': {
    async up(db) {
      await sql`
        create table outbox (
          id bigint generated always as identity primary key,
          topic text not null,
          key text not null,
          payload jsonb not null,
          head boolean not null,
          available_at timestamptz not null,
          lease uuid,
          attempts integer not null default 0,
          last_error text,
          created_at timestamptz not null default clock_timestamp()
        )
      `.execute(db);
      // Updated all the time and small: dead rows are worth collecting early.
      await sql`alter table outbox set (autovacuum_vacuum_scale_factor = 0.02)`.execute(db);
      await sql`create index outbox_queue on outbox (topic, key, id)`.execute(db);
      await sql`create index outbox_due on outbox (topic, available_at) where head`.execute(db);
      await sql`
        create function outbox_lock(topic text, key text) returns void language plpgsql as $$
        begin
          if current_setting('transaction_isolation') <> 'read committed' then
            raise feature_not_supported
              using message = 'an outbox needs a transaction that is READ COMMITTED';
          end if;
          perform pg_advisory_xact_lock(hashtextextended(topic || E'\\x01' || key, 0));
        end $$
      `.execute(db);
      await sql`
        create function outbox_append(a_topic text, a_key text, a_payload jsonb, hold interval)
        returns bigint language plpgsql as $$
        declare
          new_id bigint;
        begin
          perform outbox_lock(a_topic, a_key);
          insert into outbox (topic, key, payload, head, available_at)
          select a_topic, a_key, a_payload,
            not exists (select from outbox where topic = a_topic and key = a_key),
            clock_timestamp() + hold
          returning id into new_id;
          return new_id;
        end $$
      `.execute(db);
      await sql`
        create function outbox_complete(a_id bigint, a_lease uuid)
        returns table (topic text, promoted boolean) language plpgsql as $$
        declare
          done outbox;
        begin
          select * into done from outbox o where o.id = a_id;
          if not found then return; end if;
          perform outbox_lock(done.topic, done.key);
          delete from outbox o
            where o.id = a_id and (a_lease is null or o.lease = a_lease)
            returning * into done;
          if not found then return; end if;
          if done.head then
            update outbox o set head = true where o.id = (
              select n.id from outbox n
              where n.topic = done.topic and n.key = done.key order by n.id limit 1
            );
            return query select done.topic, found;
          else
            return query select done.topic, false;
          end if;
        end $$
      `.execute(db);
    },
  },
};
