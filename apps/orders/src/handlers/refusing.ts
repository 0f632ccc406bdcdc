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

/** Of an order that is not written when the budget is used up: it will not be, or its key finds it. */
export function refusalOfLateWrite(error: unknown, context: CallContext): unknown {
  const isOurs = isStatusError(error) && error.code === Code.DEADLINE_EXCEEDED;
  if (!isOurs || context.timeLeftMs() === 0) return error;
  return unavailable('the order could not be written in time', {
    ...{ reason: 'NOT_IN_TIME', retryDelayMs: 1000, cause: error },
  });
}

/**
 * Says beside an error that the tiers above must not ask again by themselves (gRFC A6, server
 * pushback): this call has spent its whole budget, and theirs would be spent three times over.
 */
export function forbidRetry(error: unknown, context: CallContext): void {
  if (isStatusError(error) && error.reason === 'NOT_IN_TIME') {
    context.trailers.set('grpc-retry-pushback-ms', '-1');
  }
}
