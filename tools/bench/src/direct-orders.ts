// The SQL of placing orders, run straight from one process: the services' own stores and saga,
// with nothing between them. `node direct-orders.ts <database url> <concurrency> <ms> <skus,…>`
// prints one JSON line.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { silentLogger } from '@ballast/logging';
import { openDatabase } from '@ballast/persistence';
import { pickItems } from './baskets.ts';
import { runLoad } from './load.ts';

const [, , url = '', concurrency = '', durationMs = '', skus = ''] = process.argv;

// By computed paths: no tool depends on an app. What is used of each is said here.
const load = async (path: string): Promise<unknown> =>
  import(join(import.meta.dirname, '../../../apps', path));
const { createOrderStore } = (await load('orders/src/store/create-order-store.ts')) as {
  createOrderStore(options: object): {
    place(
      command: object,
      call: object,
    ): Promise<{ kind: string; order: object; intentId: bigint }>;
  };
};
const { createSaga } = (await load('orders/src/saga/saga.ts')) as {
  createSaga(options: object): {
    fulfil(order: object, intentId: bigint, budget: object): Promise<{ state: string }>;
  };
};
const { createOrderId } = (await load('orders/src/domain/order-id.ts')) as {
  createOrderId(): string;
};
const { createStockStore } = (await load('inventory/src/store/create-stock-store.ts')) as {
  createStockStore(database: object): object;
};
const { createReservationHandlers } = (await load('inventory/src/handlers/reservations.ts')) as {
  createReservationHandlers(
    options: object,
  ): Record<
    'reserve' | 'commit',
    (request: object, context: object) => Promise<{ reservation: object }>
  >;
};

// As many connections as the platform's processes have: 2 × 10 and 3 × 10.
const open = (schema: string, maxConnections: number) =>
  openDatabase({ url, schema, applicationName: 'bench', logger: silentLogger, maxConnections });
const [ordersDatabase, inventoryDatabase] = [open('orders', 20), open('inventory', 30)];
const store = createOrderStore({
  ...{ database: ordersDatabase, logger: silentLogger },
  ...{ intentHoldMs: 5_000, idempotencyTtlMs: 86_400_000 },
});
const stock = createReservationHandlers({
  store: createStockStore(inventoryDatabase),
  defaultTtlMs: 600_000,
});
const call = { signal: new AbortController().signal, timeLeftMs: () => 5_000 };
const saga = createSaga({
  store,
  reservations: {
    reserve: async ({ orderId, items }: { orderId: string; items: object[] }) =>
      (await stock.reserve({ reservationId: orderId, items, ttlSeconds: 0 }, call)).reservation,
    commit: async (orderId: string) =>
      (await stock.commit({ reservationId: orderId }, call)).reservation,
  },
});

const result = await runLoad({
  concurrency: Number(concurrency),
  durationMs: Number(durationMs),
  send: async () => {
    const command = {
      ...{ orderId: createOrderId(), customerId: 'bench', idempotencyKey: randomUUID() },
      items: pickItems(skus.split(',')),
    };
    const { order, intentId } = await store.place(command, call);
    return (await saga.fulfil(order, intentId, call)).state === 'CONFIRMED';
  },
});
process.stdout.write(`${JSON.stringify(result)}\n`);
await Promise.all([ordersDatabase.close(), inventoryDatabase.close()]);
