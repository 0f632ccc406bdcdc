import { OrderState } from '@ballast/contracts';
import { Code, isStatusError } from '@ballast/status';
import { waitUntil } from '../wait-until.ts';
import type { Lane } from './lane.ts';

/** What one client wants, prepared. */
export interface Wish {
  /** Asks for it, the same again each time; resolves to the order's state, rejects without an answer. */
  ask(): Promise<OrderState>;
  /** How it must end, however often it was broken off. */
  readonly end: OrderState;
  readonly sku: string;
  /** Units that are left of the sku then. */
  readonly left: bigint;
}

/** A way that an order takes through one service. */
export interface Flow {
  readonly name: string;
  /** Whose process is killed. */
  readonly service: 'orders' | 'inventory';
  /**
   * Who drives it: the call of a client; the relay that finds what a dead process left; or both,
   * where inventory is away, so that the call hands over to the relay, which tries again and again.
   */
  readonly driver: 'call' | 'relay' | 'hand-over';
  prepare(lane: Lane): Promise<Wish>;
}

const ways = {
  'place-order': placing,
  'place-order refused': refusing,
  'cancel-order': cancelling,
};

export const flows: readonly Flow[] = [
  ...Object.entries(ways).flatMap(([name, prepare]): Flow[] => [
    { name: `orders ${name}`, service: 'orders', driver: 'call', prepare },
    { name: `inventory ${name}`, service: 'inventory', driver: 'call', prepare },
  ]),
  { name: 'orders relay place-order', service: 'orders', driver: 'relay', prepare: placing },
  { name: 'orders relay cancel-order', service: 'orders', driver: 'relay', prepare: cancelling },
  { name: 'orders hand-over', service: 'orders', driver: 'hand-over', prepare: placing },
];

async function placing(lane: Lane): Promise<Wish> {
  const sku = await lane.stockUp(10);
  return { ask: placeOrder(lane, sku), end: OrderState.ORDER_STATE_CONFIRMED, sku, left: 7n };
}

async function refusing(lane: Lane): Promise<Wish> {
  const sku = await lane.stockUp(2);
  return { ask: placeOrder(lane, sku), end: OrderState.ORDER_STATE_REJECTED, sku, left: 2n };
}

async function cancelling(lane: Lane): Promise<Wish> {
  const sku = await lane.stockUp(10);
  const place = placeOrder(lane, sku);
  await waitUntil('an order to cancel is confirmed', async () =>
    (await place()) === OrderState.ORDER_STATE_CONFIRMED ? true : undefined,
  );
  const { orders } = await lane.orders.listOrders({ customerId: sku, pageSize: 0, pageToken: '' });
  const orderId = orders[0]?.orderId ?? '';
  const ask = async () => stateOf(await lane.orders.cancelOrder({ orderId }, within));
  return { ask, end: OrderState.ORDER_STATE_CANCELLED, sku, left: 10n };
}

const within = { timeoutMs: 5000 };

/** Three units for a customer of the sku's name. */
function placeOrder(lane: Lane, sku: string): () => Promise<OrderState> {
  const request = {
    idempotencyKey: lane.newId('key'),
    customerId: sku,
    items: [{ sku, quantity: 3 }],
  };
  return async () => {
    try {
      return stateOf(await lane.orders.placeOrder(request, within));
    } catch (error) {
      const isRefusal = isStatusError(error) && error.code === Code.FAILED_PRECONDITION;
      if (isRefusal) return OrderState.ORDER_STATE_REJECTED;
      throw error;
    }
  };
}

function stateOf({ order }: { order?: { state: OrderState } | undefined }): OrderState {
  return order?.state ?? OrderState.ORDER_STATE_UNSPECIFIED;
}
