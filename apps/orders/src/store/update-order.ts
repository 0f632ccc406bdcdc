import type { Kysely } from 'kysely';
import type { Order, PendingOrder, Shortage } from '../domain/order.ts';
import { runStatement } from './run-statement.ts';
import type { OrdersTables, ShortageRow } from './tables.ts';

// The sequence number says whether the order is still what the change was made from.
const text = `
  WITH changed AS (
    UPDATE orders SET state = $2, sequence = $3, total_cents = $4, rejection_reason = $5,
      shortages = $6
    WHERE order_id = $1 AND sequence = $3::bigint - 1
    RETURNING order_id
  ), priced AS (
    UPDATE order_line l SET unit_price_cents = item.price
    FROM changed c, unnest($7::text[], $8::bigint[]) AS item (sku, price)
    WHERE l.order_id = c.order_id AND l.sku = item.sku
  )
  SELECT order_id FROM changed`;

/**
 * Writes an order as its latest change made it.
 *
 * @returns false where it is not the order any more that the change was made from.
 */
export async function updateOrder(
  db: Kysely<OrdersTables>,
  order: Exclude<Order, PendingOrder>,
): Promise<boolean> {
  const { orderId, state, sequence } = order;
  const priced = state === 'CONFIRMED' ? order.items : [];
  const changed = await runStatement(db, text, [
    orderId,
    state,
    sequence,
    state === 'REJECTED' ? 0n : order.totalCents,
    state === 'REJECTED' ? order.rejection.reason : null,
    state === 'REJECTED' && 'shortages' in order.rejection
      ? JSON.stringify(order.rejection.shortages.map(toShortageRow))
      : null,
    priced.map(({ sku }) => sku),
    priced.map(({ unitPriceCents }) => unitPriceCents),
  ]);
  return changed.length > 0;
}

function toShortageRow(shortage: Shortage): ShortageRow {
  const { sku, requested, available, unknownSku } = shortage;
  return { sku, requested, available: String(available), unknownSku };
}
