import type { Order, OrderLine, Rejection } from '../domain/order.ts';
import type { OrderRow } from './tables.ts';

export function toOrder(row: OrderRow): Order {
  const placed = {
    orderId: row.order_id,
    customerId: row.customer_id,
    createdAt: row.created_at,
    sequence: row.sequence,
    items: row.lines.map(([sku, quantity]) => ({ sku, quantity })),
  };
  const { state } = row;
  switch (state) {
    case 'PENDING':
      return { ...placed, state };
    case 'CONFIRMED':
    case 'CANCELLED':
      return { ...placed, state, items: toLines(row), totalCents: row.total_cents };
    case 'REJECTED':
      return { ...placed, state, rejection: toRejection(row) };
    default:
      throw new Error(`unknown order state ${String(state satisfies never)}`);
  }
}

function toLines({ lines }: OrderRow): OrderLine[] {
  return lines.map(([sku, quantity, unitPriceCents]) => ({
    sku,
    quantity,
    unitPriceCents: BigInt(unitPriceCents),
  }));
}

function toRejection({ order_id, rejection_reason: reason, shortages }: OrderRow): Rejection {
  switch (reason) {
    case 'INSUFFICIENT_STOCK':
    case 'UNKNOWN_SKU':
      return {
        reason,
        shortages: (shortages ?? []).map((shortage) => ({
          ...shortage,
          available: BigInt(shortage.available),
        })),
      };
    case 'RESERVATION_EXPIRED':
    case 'RESERVATION_RELEASED':
    case 'NOT_IN_TIME':
      return { reason };
    case null:
      throw new Error(`order ${order_id} was rejected without a reason`);
    default:
      throw new Error(`unknown rejection ${String(reason satisfies never)}`);
  }
}
