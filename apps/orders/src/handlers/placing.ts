import type { PlaceOrderRequest, PlaceOrderResponse } from '@ballast/contracts';
import type { Logger } from '@ballast/logging';
import type { CallContext } from '@ballast/server';
import { alreadyExists, internal } from '@ballast/status';
import { refuseRepeatedSkus } from '../domain/items.ts';
import { createOrderId } from '../domain/order-id.ts';
import type { Order } from '../domain/order.ts';
import { errorOfRejection } from '../domain/rejection-error.ts';
import type { PlacingFallback } from '../open-placing-policy.ts';
import { limitBudget } from '../saga/budget.ts';
import type { Budget } from '../saga/budget.ts';
import { handOver } from '../saga/hand-over.ts';
import type { Saga } from '../saga/saga.ts';
import type { OrderStore } from '../store/order-store.ts';
import { nameOrder } from './name-order.ts';
import { refusalOf, refuseOrder } from './refusing.ts';
import type { Refusable } from './refusing.ts';
import { toOrderMessage } from './to-messages.ts';

export interface PlacingOptions {
  readonly store: OrderStore;
  readonly saga: Saga;
  readonly logger: Logger;
  /**
   * How long a call may take, in milliseconds, whatever its caller's patience; then the policy says
   * what becomes of its order.
   */
  readonly placeBudgetMs: number;
  /**
   * How long writing the order may take, in milliseconds. What is not written can be neither accepted
   * nor refused, so it may have more of its caller's patience than all that follows.
   */
  readonly writeBudgetMs: number;
  /** What becomes of an order that cannot be finished within that. */
  readonly fallback: () => PlacingFallback;
}

/**
 * PlaceOrder. The order and the intent to fulfil it are written before anything else is done; from
 * then on the order is decided, by this call or without it.
 */
export function createPlacingHandlers(options: PlacingOptions) {
  const { store, logger, placeBudgetMs, writeBudgetMs } = options;
  return {
    async placeOrder(
      request: PlaceOrderRequest,
      context: CallContext,
    ): Promise<PlaceOrderResponse> {
      refuseRepeatedSkus(request.items);
      const budget = limitBudget(context, placeBudgetMs);
      try {
        return await placeWithin(budget, limitBudget(context, writeBudgetMs), request);
      } catch (error) {
        throw refusalOf(error, context);
      }
    },
  };

  async function placeWithin(
    budget: Budget,
    writing: Budget,
    request: PlaceOrderRequest,
  ): Promise<PlaceOrderResponse> {
    const placed = await store.place({ ...request, orderId: createOrderId() }, writing);
    switch (placed.kind) {
      case 'mismatch':
        throw alreadyExists('the idempotency key belongs to another request', {
          reason: 'IDEMPOTENCY_KEY_REUSED',
        });
      case 'replay': {
        nameOrder(placed.orderId);
        const order = await awaitDecision(store, placed.orderId, budget, writing);
        return { order: toOrderMessage(acceptable(order)), replayed: true };
      }
      case 'placed': {
        nameOrder(placed.order.orderId);
        const { idempotencyKey } = request;
        const order = await fulfilOrLeave(options, { ...placed, idempotencyKey }, budget);
        if (order.state === 'REJECTED') {
          const { orderId, rejection } = order;
          logger.info({ orderId, reason: rejection.reason }, 'an order is rejected');
        }
        return { order: toOrderMessage(acceptable(order)), replayed: false };
      }
      default:
        throw internal(`unknown answer ${String(placed satisfies never)}`);
    }
  }
}

/** The first answer is an error where the order was rejected, and so is every later one. */
function acceptable(order: Order): Order {
  nameOrder(order.orderId, order.state);
  if (order.state === 'REJECTED') throw errorOfRejection(order);
  return order;
}

async function fulfilOrLeave(
  { store, saga, logger, fallback }: PlacingOptions,
  placed: Refusable,
  budget: Budget,
): Promise<Order> {
  const { order, intentId } = placed;
  try {
    return await saga.fulfil(order, intentId, budget);
  } catch (error) {
    // Whatever it is, it says nothing about the order: only the end of its reservation does.
    const { orderId } = order;
    if (fallback() === 'refuse' && !budget.signal.aborted) {
      logger.info({ orderId, error }, 'not in time: refused');
      // What cannot even be refused is accepted.
      const refused = await refuseOrder(store, placed).catch(() => undefined);
      if (refused !== undefined) return refused;
    }
    handOver({ store, logger }, { intent: 'order.fulfil', intentId, orderId, error });
    return order;
  }
}

/** The order when it is decided, or as it stands when the budget is used up. */
async function awaitDecision(
  store: OrderStore,
  orderId: string,
  budget: Budget,
  reading: Budget,
): Promise<Order> {
  const order = await findPlaced(store, orderId, reading);
  if (order.state !== 'PENDING') return order;
  const limit = AbortSignal.timeout(Math.floor(budget.timeLeftMs()));
  const signal = AbortSignal.any([budget.signal, limit]);
  for await (const _change of store.follow(orderId, order.sequence, signal)) {
    // Decided in the last moment, and no time to read it: the next replay tells.
    return findPlaced(store, orderId, reading).catch(() => order);
  }
  return order;
}

async function findPlaced(store: OrderStore, orderId: string, budget: Budget): Promise<Order> {
  const order = await store.find(orderId, budget);
  if (order === undefined) throw internal(`order ${orderId} has a key, but is not there`);
  return order;
}
