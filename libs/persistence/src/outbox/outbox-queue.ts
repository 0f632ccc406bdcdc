import { sql, type QueryExecutorProvider, type RawBuilder } from 'kysely';
import type { Json } from '../json.ts';

export interface OutboxMessage<Payload = Json> {
  readonly id: bigint;
  readonly topic: string;
  readonly key: string;
  readonly payload: Payload;
  /** 1 for the first delivery. */
  readonly attempt: number;
  readonly createdAt: Date;
}

export interface ClaimOptions {
  readonly topics: readonly string[];
  readonly limit: number;
  /** Marks what this claim took: who comes with another one has lost the lease. */
  readonly lease: string;
  readonly leaseMs: number;
}

/**
 * Leases up to `limit` messages that are due, those due longest first. Several relays may claim at
 * once: rows that another one is just claiming are skipped. Per topic, so that the index gives the
 * order and no backlog is sorted.
 */
export async function claimMessages(
  db: QueryExecutorProvider,
  options: ClaimOptions,
): Promise<OutboxMessage[]> {
  const { rows } = await claimStatement(options).execute(db);
  return rows;
}

/** Apart from its execution, to be explained. */
export function claimStatement({
  topics,
  limit,
  lease,
  leaseMs,
}: ClaimOptions): RawBuilder<OutboxMessage> {
  return sql<OutboxMessage>`
    update outbox o
    set lease = ${lease}, attempts = attempts + 1,
      available_at = now() + ${leaseMs} * interval '1 millisecond'
    from (
      select due.id from unnest(${topics}::text[]) as t (topic), lateral (
        select id, available_at from outbox
        where head and topic = t.topic and available_at <= now()
        order by available_at limit ${limit} for update skip locked
      ) as due
      order by due.available_at limit ${limit}
    ) as taken
    where o.id = taken.id
    returning o.id, o.topic, o.key, o.payload, o.attempts as attempt, o.created_at as "createdAt"
  `;
}

/** Ends what a claim has leased, where its answer was lost with the connection. */
export async function releaseLease(
  db: QueryExecutorProvider,
  { topics, lease }: { topics: readonly string[]; lease: string },
): Promise<void> {
  await sql`
    update outbox set lease = null, available_at = now()
    where head and topic = any(${topics}::text[]) and lease = ${lease}
  `.execute(db);
}

/**
 * Milliseconds until the next message is due, 0 when one is; undefined when there is none at all.
 */
export async function findNextDueMs(
  db: QueryExecutorProvider,
  topics: readonly string[],
): Promise<number | undefined> {
  const { rows } = await sql<{ dueMs: number | null }>`
    select (extract(epoch from min(due.available_at) - now()) * 1000)::float8 as "dueMs"
    from unnest(${topics}::text[]) as t (topic), lateral (
      select available_at from outbox
      where head and topic = t.topic order by available_at limit 1
    ) as due
  `.execute(db);
  // Not greatest() in SQL: it passes over NULL, and an empty queue would be due.
  const dueMs = rows[0]?.dueMs ?? undefined;
  return dueMs && Math.max(0, dueMs);
}

/**
 * Takes a delivered message out; `kept` false when the lease was lost, so that another relay has it
 * now.
 */
export async function completeMessage(
  db: QueryExecutorProvider,
  id: bigint,
  lease: string,
): Promise<{ readonly kept: boolean; readonly promoted: boolean }> {
  const { rows } = await sql<{ promoted: boolean }>`
    select promoted from outbox_complete(${id}, ${lease})
  `.execute(db);
  return { kept: rows.length > 0, promoted: rows[0]?.promoted ?? false };
}

/** Gives a message back for another attempt in `delayMs`. */
export async function postponeMessage(
  db: QueryExecutorProvider,
  { id, lease, delayMs, error }: { id: bigint; lease: string; delayMs: number; error: string },
): Promise<void> {
  await sql`
    update outbox
    set lease = null, last_error = ${error},
      available_at = clock_timestamp() + ${delayMs} * interval '1 millisecond'
    where id = ${id} and lease = ${lease}
  `.execute(db);
}
