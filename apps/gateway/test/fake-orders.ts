import { EventEmitter, on } from 'node:events';
import { OrdersServiceService, OrderState } from '@ballast/contracts';
import type { Order, WatchOrderResponse } from '@ballast/contracts';
import { implement } from '@ballast/server';
import type { Handlers, Implementation } from '@ballast/server';
import { alreadyExists, failedPrecondition, notFound } from '@ballast/status';

type OrdersHandlers = Handlers<typeof OrdersServiceService>;

/** An orders service in memory, whose every method a test may replace. */
export interface FakeOrders {
  readonly implementation: Implementation;
  /** Replaces handlers from now on. */
  readonly replace: (handlers: Partial<OrdersHandlers>) => void;
  /** Forgets every order and every replacement. */
  readonly reset: () => void;
  /** Changes an order's state, as one more event. */
  readonly transition: (orderId: string, state: OrderState, rejectionReason?: string) => void;
  /** Watches that are open now. */
  readonly watches: () => number;
  /** Emits `watch` when a watch begins or ends. */
  readonly events: EventEmitter;
}

export function createFakeOrders(): FakeOrders {
  const orders = new Map<string, Order>();
  const changes = new Map<string, WatchOrderResponse[]>();
  const placed = new Map<string, { readonly request: string; readonly orderId: string }>();
  const events = new EventEmitter().setMaxListeners(0);
  let watches = 0;

  const find = (orderId: string): Order => {
    const order = orders.get(orderId);
    if (order === undefined) throw notFound(`no order ${orderId}`, { reason: 'UNKNOWN_ORDER' });
    return order;
  };

  const transition: FakeOrders['transition'] = (orderId, state, rejectionReason = '') => {
    const order = find(orderId);
    const sequence = order.sequence + 1n;
    const occurredAt = new Date(1_800_000_000_000 + Number(sequence));
    orders.set(orderId, { ...order, state, sequence, rejectionReason });
    changes.get(orderId)?.push({ sequence, state, occurredAt, rejectionReason });
    events.emit('change');
  };

  const handlers: OrdersHandlers = {
    placeOrder: async ({ idempotencyKey, customerId, items }) => {
      const known = placed.get(idempotencyKey);
      const request = JSON.stringify([customerId, items]);
      if (known !== undefined && known.request !== request) {
        throw alreadyExists('the key was used for another request', {
          reason: 'IDEMPOTENCY_KEY_REUSED',
        });
      }
      if (known !== undefined) return { order: find(known.orderId), replayed: true };
      const orderId = `order-${placed.size + 1}`;
      placed.set(idempotencyKey, { request, orderId });
      orders.set(orderId, {
        orderId,
        customerId,
        state: OrderState.ORDER_STATE_UNSPECIFIED,
        items: items.map((item) => ({ ...item, unitPriceCents: 450n })),
        totalCents: 450n * BigInt(items.reduce((sum, { quantity }) => sum + quantity, 0)),
        rejectionReason: '',
        createdAt: new Date(1_800_000_000_000),
        sequence: 0n,
      });
      changes.set(orderId, []);
      transition(orderId, OrderState.ORDER_STATE_PENDING);
      transition(orderId, OrderState.ORDER_STATE_CONFIRMED);
      return { order: find(orderId), replayed: false };
    },
    getOrder: async ({ orderId }) => ({ order: find(orderId) }),
    listOrders: async ({ customerId, pageSize, pageToken }) => {
      const all = [...orders.values()].filter((order) => order.customerId === customerId);
      const from = Number(pageToken);
      const to = from + (pageSize === 0 ? 20 : pageSize);
      const nextPageToken = to < all.length ? String(to) : '';
      return { orders: all.toReversed().slice(from, to), nextPageToken };
    },
    cancelOrder: async ({ orderId }) => {
      if (find(orderId).state === OrderState.ORDER_STATE_CONFIRMED) {
        transition(orderId, OrderState.ORDER_STATE_CANCELLED);
      }
      const order = find(orderId);
      if (order.state !== OrderState.ORDER_STATE_CANCELLED) {
        throw failedPrecondition('only a confirmed order is cancelled', {
          reason: 'NOT_CANCELLABLE',
        });
      }
      return { order };
    },
    watchOrder: async function* ({ orderId, afterSequence }, { signal }) {
      find(orderId);
      watches += 1;
      events.emit('watch');
      try {
        let next = Number(afterSequence);
        const wake = on(events, 'change', { signal });
        for (;;) {
          for (; next < (changes.get(orderId)?.length ?? 0); next += 1) {
            yield changes.get(orderId)?.[next] as WatchOrderResponse;
          }
          if (isFinal(find(orderId).state)) return;
          await wake.next();
        }
      } finally {
        watches -= 1;
        events.emit('watch');
      }
    },
  };
  const active = { ...handlers };
  const routed = Object.fromEntries(
    Object.keys(handlers).map((name) => [
      name,
      (request: never, context: never) =>
        (active[name as keyof OrdersHandlers] as (...args: never[]) => unknown)(request, context),
    ]),
  ) as unknown as OrdersHandlers;
  return {
    implementation: implement(OrdersServiceService, routed),
    replace: (replacements) => void Object.assign(active, replacements),
    reset: () => {
      for (const state of [orders, changes, placed]) state.clear();
      Object.assign(active, handlers);
    },
    transition,
    watches: () => watches,
    events,
  };
}

function isFinal(state: OrderState): boolean {
  return state === OrderState.ORDER_STATE_CANCELLED || state === OrderState.ORDER_STATE_REJECTED;
}
