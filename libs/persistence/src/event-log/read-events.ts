import { sql, type QueryExecutorProvider } from 'kysely';
import type { LogEvent } from './event.ts';

/** One key's events after a sequence number, in order, at most `limit`. */
export async function readEventsOfKey(
  db: QueryExecutorProvider,
  options: { stream: string; key: string; afterSequence: bigint; limit: number },
): Promise<LogEvent[]> {
  const { stream, key, afterSequence, limit } = options;
  const { rows } = await sql<LogEvent>`
    select key, sequence, payload, at from event_log
    where stream = ${stream} and key = ${key} and sequence > ${afterSequence}
    order by sequence limit ${limit}
  `.execute(db);
  return rows;
}

/** PostgreSQL's own text of a snapshot, `xmin:xmax:running,running`. */
export type Snapshot = string;

export interface NewEvents {
  readonly events: readonly LogEvent[];
  /** What this look could see: the next one begins here. */
  readonly seen: Snapshot;
  /** There is more, of what this look could see, after this id. */
  readonly moreAfterId: bigint | undefined;
}

export async function readSnapshot(db: QueryExecutorProvider): Promise<Snapshot> {
  const { rows } = await sql<{
    seen: Snapshot;
  }>`select pg_current_snapshot()::text as seen`.execute(db);
  return (rows[0] as { seen: Snapshot }).seen;
}

/**
 * The events that have become visible since `since`: what an earlier look could not see, and this
 * one can. Neither ids nor times would do, as transactions commit in another order than they take
 * numbers in; a snapshot says exactly which transactions were over. In order of id, which for one
 * key is the order of commits, because its writers take turns.
 *
 * Rows whose transaction is younger than any of this cluster were restored from another one: they
 * are history.
 */
export async function readNewEvents(
  db: QueryExecutorProvider,
  options: {
    stream: string;
    since: Snapshot;
    /** With `afterId`, goes on with an earlier look. */
    upTo?: Snapshot | undefined;
    afterId?: bigint | undefined;
    limit: number;
  },
): Promise<NewEvents> {
  const { stream, since, upTo, afterId = 0n, limit } = options;
  const { rows } = await sql<{ id: bigint | null; seen: Snapshot } & LogEvent>`
    with now_seen as materialized (
      select coalesce(${upTo ?? null}::pg_snapshot, pg_current_snapshot()) as snapshot
    ), fresh as materialized (
      select id, key, sequence, payload, at from event_log
      where stream = ${stream} and id > ${afterId}
        and xid >= pg_snapshot_xmin(${since}::pg_snapshot)
        and not pg_visible_in_snapshot(xid, ${since}::pg_snapshot)
        and pg_visible_in_snapshot(xid, (select snapshot from now_seen))
    )
    select page.*, now_seen.snapshot::text as seen from now_seen
    left join (select * from fresh order by id limit ${limit}) as page on true
    order by page.id
  `.execute(db);
  const events = rows.filter(({ id }) => id !== null);
  return {
    events,
    seen: (rows[0] as { seen: Snapshot }).seen,
    moreAfterId: events.length === limit ? (events.at(-1)?.id ?? undefined) : undefined,
  };
}

/**
 * True when `later` cannot come after `earlier` in one history: another server took over and lacks
 * the last commits.
 */
export function isHistoryLost(earlier: Snapshot, later: Snapshot): boolean {
  const xmax = (snapshot: Snapshot): bigint => BigInt(snapshot.split(':')[1] ?? 0);
  return xmax(later) < xmax(earlier);
}

/** Removes events older than `olderThanMs`, the oldest first, at most `limit`; tells how many. */
export async function deleteOldEvents(
  db: QueryExecutorProvider,
  options: { stream: string; olderThanMs: number; limit: number },
): Promise<number> {
  const { stream, olderThanMs, limit } = options;
  // The oldest are looked at and those among them that are old enough removed: where there is
  // nothing to remove, that is `limit` rows and not the whole log.
  const { numAffectedRows = 0n } = await sql`
    delete from event_log where stream = ${stream} and id in (
      select id from (
        select id, at from event_log where stream = ${stream} order by id limit ${limit}
      ) as oldest
      where at < now() - ${olderThanMs} * interval '1 millisecond'
    )
  `.execute(db);
  return Number(numAffectedRows);
}
