import type { Kysely } from 'kysely';
import { place } from '../domain/transitions.ts';
import type { PendingOrder } from '../domain/order.ts';
import type { PlaceCommand } from './order-store.ts';
import { runStatement } from './run-statement.ts';
import type { OrdersTables } from './tables.ts';

const text = `
  WITH placed AS (
    INSERT INTO orders (order_id, customer_id, state) VALUES ($1, $2, 'PENDING')
    RETURNING order_id, created_at
  ), line AS (
    INSERT INTO order_line (order_id, line, sku, quantity)
    SELECT $1, item.line, item.sku, item.quantity
    FROM unnest($3::text[], $4::integer[]) WITH ORDINALITY AS item (sku, quantity, line)
  )
  SELECT created_at FROM placed`;

/** Writes a new order with its lines. */
export async function insertOrder(
  db: Kysely<OrdersTables>,
  { orderId, customerId, items }: PlaceCommand,
): Promise<PendingOrder> {
  const [row] = await runStatement<{ created_at: Date }>(db, text, [
    orderId,
    customerId,
    items.map(({ sku }) => sku),
    items.map(({ quantity }) => quantity),
  ]);
  if (row === undefined) throw new Error(`order ${orderId} was not written`);
  return place({ orderId, customerId, items, createdAt: row.created_at });
}
