import { randomUUID } from 'node:crypto';
import type { Database } from '@ballast/persistence';
import type { OrderState } from '../domain/order.ts';
import { runStatement } from '../store/run-statement.ts';
import type { OrdersTables } from '../store/tables.ts';
import type { ToldChange, ToldCursor } from './told-cursor.ts';

const holdText = `
  UPDATE told SET holder = $2, held_until = clock_timestamp() + $3 * interval '1 millisecond'
  WHERE listener = $1 AND (holder = $2 OR held_until <= clock_timestamp())
  RETURNING listener`;

/**
 * Transactions commit in another order than they take their numbers in, so what is read is what no
 * running transaction can come before: below the oldest of them. Then the pair of transaction and row
 * is a place that nothing is ever inserted behind. (Why not ids or times: docs/adr/004-event-log.md.)
 *
 * A cursor that is ahead of the server's own counter is from another server, whose data were restored
 * here: it begins again. Being told twice is harmless.
 */
const readText = `
  SELECT e.xid::text AS xid, e.id, e.key, e.sequence, e.payload, e.at, o.customer_id, o.total_cents
  FROM (
    SELECT CASE WHEN xid < pg_snapshot_xmax(pg_current_snapshot()) THEN xid ELSE '0'::xid8 END AS xid,
      id
    FROM told WHERE listener = $1
  ) AS t
  CROSS JOIN LATERAL (
    SELECT xid, id, key, sequence, payload, at FROM event_log
    WHERE stream = 'orders' AND xid >= t.xid AND (xid, id) > (t.xid, t.id)
      AND xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY xid, id LIMIT $2
  ) AS e
  JOIN orders o ON o.order_id = e.key
  ORDER BY e.xid, e.id`;

const advanceText = `
  UPDATE told SET xid = $3::xid8, id = $4
  WHERE listener = $1 AND holder = $2
  RETURNING listener`;

const releaseText = `
  UPDATE told SET held_until = '-infinity' WHERE listener = $1 AND holder = $2 RETURNING listener`;

interface Row {
  readonly xid: string;
  readonly id: bigint;
  readonly key: string;
  readonly sequence: bigint;
  readonly payload: {
    readonly state: OrderState;
    readonly rejectionReason: string;
    readonly trace?: string;
  };
  readonly at: Date;
  readonly customer_id: string;
  readonly total_cents: bigint;
}

/** The cursor of one listener, as one process sees it. `listener` was made by a migration. */
export function createToldCursor(
  database: Database<OrdersTables>,
  listener: 'notifications',
): ToldCursor {
  const holder = randomUUID();
  return {
    async hold(holdMs, call) {
      const values = [listener, holder, holdMs];
      return (await database.read(call, (db) => runStatement(db, holdText, values))).length > 0;
    },
    async read(limit, call) {
      const values = [listener, limit];
      const rows = await database.read(call, (db) => runStatement<Row>(db, readText, values));
      return rows.map(toChange);
    },
    async advance({ xid, id }, call) {
      const values = [listener, holder, xid, id];
      return (await database.read(call, (db) => runStatement(db, advanceText, values))).length > 0;
    },
    async release(call) {
      await database.read(call, (db) => runStatement(db, releaseText, [listener, holder]));
    },
  };
}

function toChange({ xid, id, key, sequence, payload, at, ...order }: Row): ToldChange {
  return {
    position: { xid, id },
    orderId: key,
    sequence,
    customerId: order.customer_id,
    state: payload.state,
    totalCents: order.total_cents,
    rejectionReason: payload.rejectionReason,
    trace: payload.trace,
    occurredAt: at,
  };
}
