import type { Kysely } from 'kysely';
import type { Order } from '../domain/order.ts';
import type { OrderPage } from './order-store.ts';
import { runStatement } from './run-statement.ts';
import type { OrderRow, OrdersTables } from './tables.ts';
import { toOrder } from './to-domain.ts';

const columns = `
  o.order_id, o.customer_id, o.state, o.sequence, o.total_cents, o.rejection_reason, o.shortages,
  o.created_at, (
    SELECT jsonb_agg(
      jsonb_build_array(l.sku, l.quantity, l.unit_price_cents::text) ORDER BY l.line)
    FROM order_line l WHERE l.order_id = o.order_id
  ) AS lines`;

const findText = `SELECT ${columns} FROM orders o WHERE o.order_id = $1`;

const listText = `
  SELECT ${columns} FROM orders o
  WHERE o.customer_id = $1 AND (o.created_at, o.order_id) < ($2, $3)
  ORDER BY o.created_at DESC, o.order_id DESC LIMIT $4`;

export async function findOrder(
  db: Kysely<OrdersTables>,
  orderId: string,
): Promise<Order | undefined> {
  const [row] = await runStatement<OrderRow>(db, findText, [orderId]);
  return row && toOrder(row);
}

/** A customer's orders, newest first, at most `limit`, from the first after a place in the list on. */
export async function listOrders(
  db: Kysely<OrdersTables>,
  { customerId, after, limit }: OrderPage,
): Promise<Order[]> {
  const rows = await runStatement<OrderRow>(db, listText, [
    customerId,
    after?.createdAt ?? 'infinity',
    after?.orderId ?? '',
    limit,
  ]);
  return rows.map(toOrder);
}
