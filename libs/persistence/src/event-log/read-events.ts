import { sql, type QueryExecutorProvider } from 'kysely';
import type { LogEvent } from './event.ts';
import { limitSnapshot, type Snapshot } from './snapshot.ts';

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

export interface NewEvents {
  readonly events: readonly LogEvent[];
  /** The server's snapshot of this look. */
  readonly snapshot: Snapshot;
  /** What this look has seen, all pages of it: the next one begins here. */
  readonly seen: Snapshot;
  /** There is more, of what this look could see, after this id. */
  readonly moreAfterId: bigint | undefined;
}

/** What there is now: a first look begins here, and sees what comes. */
export async function readPosition(db: QueryExecutorProvider, stream: string): Promise<Snapshot> {
  const { seen } = await readNewEvents(db, { stream, since: NOW, limit: 0 });
  return seen;
}

/** A snapshot in which everything is over. */
const NOW: Snapshot = '9223372036854775807:9223372036854775807:';

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
  const { rows } = await sql<Row>`
    with now_seen as materialized (
      select coalesce(${upTo ?? null}::pg_snapshot, pg_current_snapshot()) as snapshot
    ), fresh as materialized (
      select id, key, sequence, payload, at from event_log
      where stream = ${stream} and id > ${afterId}
        and xid >= pg_snapshot_xmin(${since}::pg_snapshot)
        and not pg_visible_in_snapshot(xid, ${since}::pg_snapshot)
        and pg_visible_in_snapshot(xid, (select snapshot from now_seen))
    ), newest as materialized (
      select max(xid) as xid from event_log
      where stream = ${stream} and xid < (select pg_snapshot_xmax(snapshot) from now_seen)
    )
    select page.*, now_seen.snapshot::text, newest.xid::text as newest from now_seen
    cross join newest
    left join (select * from fresh order by id limit ${limit}) as page on true
    order by page.id
  `.execute(db);
  const { snapshot, newest } = rows[0] as Row;
  const events = rows.filter(({ id }) => id !== null);
  const isWhole = events.length < limit || limit === 0;
  return {
    events,
    snapshot,
    seen: limitSnapshot(snapshot, newest === null ? undefined : BigInt(newest)),
    moreAfterId: isWhole ? undefined : (events.at(-1)?.id ?? undefined),
  };
}

interface Row extends LogEvent {
  readonly id: bigint | null;
  readonly snapshot: Snapshot;
  readonly newest: string | null;
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
