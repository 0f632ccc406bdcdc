import type { PendingOrder } from '../src/domain/order.ts';
import { createOrderId } from '../src/domain/order-id.ts';
import type { Budget } from '../src/saga/budget.ts';
import type { Reservations } from '../src/saga/reservations.ts';
import { openOrdersDatabase, startOrders } from './start-orders.ts';
import type { TestOrders, TestOrdersOptions } from './start-orders.ts';

/** A replica with tables of its own, so that no relay finds what another test has left. */
export async function startAlone(options: Omit<TestOrdersOptions, 'database'>) {
  const database = await openOrdersDatabase();
  const orders = await startOrders({ database, ...options });
  return {
    ...{ ...orders, database },
    async [Symbol.asyncDispose]() {
      await orders[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

export const noLimit: Budget = { signal: new AbortController().signal, timeLeftMs: () => 10_000 };

let count = 0;
export const newSku = (): string => `sku-${process.pid}-${(count += 1)}`;

/** An order for some units of one sku; the same again is a replay. */
export const wish = (sku: string, quantity = 1) => ({
  ...{ idempotencyKey: `key-of-${sku}`, customerId: 'ada' },
  items: [{ sku, quantity }],
});

/** An order as a process that then died has left it: written, and its intent held for nobody. */
export async function leaveBehind(
  { store }: Pick<TestOrders, 'store'>,
  sku: string,
): Promise<{ readonly order: PendingOrder; readonly intentId: bigint }> {
  const placed = await store.place({ ...wish(sku), orderId: createOrderId() }, {});
  if (placed.kind !== 'placed') throw new Error(`expected a new order, got ${placed.kind}`);
  return placed;
}

/** The order once it has come to a state by itself. */
export async function endOf(
  { store }: Pick<TestOrders, 'store'>,
  { orderId }: { readonly orderId: string },
  state: string,
) {
  for await (const change of store.follow(orderId, 0n, AbortSignal.timeout(10_000))) {
    if (change.state === state) break;
  }
  return store.find(orderId, {});
}

/** The inventory with something in the way of some calls. */
export function obstructed(
  reservations: Reservations,
  obstacle: (call: keyof Reservations) => Promise<void>,
): Reservations {
  return {
    reserve: async (...args) => (await obstacle('reserve'), reservations.reserve(...args)),
    commit: async (...args) => (await obstacle('commit'), reservations.commit(...args)),
    release: async (...args) => (await obstacle('release'), reservations.release(...args)),
  };
}
