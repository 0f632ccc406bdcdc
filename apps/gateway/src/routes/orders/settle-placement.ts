import { OrderState } from '@ballast/contracts';
import type { Order, PlaceOrderResponse } from '@ballast/contracts';
import { failedPrecondition, internal, invalidArgument } from '@ballast/status';
import type { StatusError } from '@ballast/status';

/** How HTTP answers a placed order. */
export interface Placement {
  readonly status: 200 | 201 | 202;
  readonly order: Order;
}

/**
 * 201 for an order that was placed now, 202 where it is still to be decided, 200 where the key
 * was known.
 *
 * @throws StatusError where the order was rejected, first time or replayed: the same problem
 *   as when the service itself refuses.
 */
export function settlePlacement(answer: PlaceOrderResponse): Placement {
  const order = requireOrder(answer);
  if (order.state === OrderState.ORDER_STATE_REJECTED) throw rejection(order);
  if (answer.replayed) return { status: 200, order };
  return { status: order.state === OrderState.ORDER_STATE_PENDING ? 202 : 201, order };
}

/** The order in an answer that always has one. */
export function requireOrder({ order }: { readonly order?: Order | undefined }): Order {
  if (order === undefined) throw internal('the orders service answered without an order');
  return order;
}

function rejection({ orderId, rejectionReason }: Order): StatusError {
  const reason = rejectionReason === '' ? 'REJECTED' : rejectionReason;
  const make = reason === 'UNKNOWN_SKU' ? invalidArgument : failedPrecondition;
  return make(`the order was rejected: ${reason}`, { reason, metadata: { orderId } });
}
