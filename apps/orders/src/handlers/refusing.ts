import type { CallContext } from '@ballast/server';
import { Code, isStatusError, unavailable } from '@ballast/status';
import type { Order, PendingOrder } from '../domain/order.ts';
import { refuse } from '../domain/transitions.ts';
import type { OrderStore } from '../store/order-store.ts';

/** How long the books may take for a refusal, beyond the budget that is used up by then. */
const withinMs = 100;

export interface Refusable {
  readonly order: PendingOrder;
  readonly intentId: bigint;
  readonly idempotencyKey: string;
}

/**
 * Ends an order that could not be finished in time, and forgets its key: who orders again begins
 * anew. Stock that a step without an answer may have taken is given back by the relay.
 *
 * @returns the order as it is then: decided otherwise where another driver was faster.
 * @throws StatusError where that cannot be written now; then the order goes on.
 */
export async function refuseOrder(
  store: OrderStore,
  { order, intentId, idempotencyKey }: Refusable,
): Promise<Order> {
  const to = refuse(order);
  const call = { timeLeftMs: withinMs };
  const isRefused = await store.refuse({ to, intentId, idempotencyKey }, call);
  return isRefused ? to : ((await store.find(order.orderId, call)) ?? to);
}

/**
 * The error to answer with. Where the budget was used up before the order was known to be written, its
 * caller comes back with the same key, and finds it or places it.
 *
 * Beside it the tiers above are told not to ask again by themselves (gRFC A6, server pushback): this
 * call has spent its whole budget, and theirs would be spent three times over.
 */
export function refusalOf(error: unknown, context: CallContext): unknown {
  if (!isStatusError(error)) return error;
  const isBudget = error.code === Code.DEADLINE_EXCEEDED && context.timeLeftMs() > 0;
  if (!isBudget && error.reason !== 'NOT_IN_TIME') return error;
  context.trailers.set('grpc-retry-pushback-ms', '-1');
  if (!isBudget) return error;
  return unavailable('the order could not be placed in time: ask again', {
    ...{ reason: 'NOT_IN_TIME', retryDelayMs: 1000, cause: error },
  });
}
