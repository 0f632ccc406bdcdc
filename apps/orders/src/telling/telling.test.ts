import { createClient } from '@ballast/client';
import { descriptors, NotificationsServiceService, OrderState } from '@ballast/contracts';
import type { RecordOrderEventsRequest } from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { eventsHint } from '@ballast/persistence';
import { implement, startServer } from '@ballast/server';
import { invalidArgument, unavailable, unimplemented } from '@ballast/status';
import { startSilentServer, waitUntil } from '@ballast/testing';
import { expect, test } from 'vitest';
import { createOrderId } from '../domain/order-id.ts';
import { newSku, startAlone, wish } from '../../test/unfinished-orders.ts';
import { createToldCursor } from './create-told-cursor.ts';
import { startTelling } from './start-telling.ts';
import { createNotificationsTeller } from './tell-notifications.ts';

type Change = RecordOrderEventsRequest;
type Answer = (changes: readonly Change[]) => Promise<void>;

/** A notifications service that takes what `answer` lets it take, and knows each change once. */
async function startListener(answer: Answer = async () => undefined, address = '127.0.0.1:0') {
  const taken = new Map<string, Change>();
  const batches: number[] = [];
  const server = await startServer({
    address,
    logger: silentLogger,
    descriptors,
    drainDelayMs: 0,
    services: [
      implement(NotificationsServiceService, {
        async recordOrderEvents(requests) {
          const changes = await Array.fromAsync(requests);
          await answer(changes);
          batches.push(changes.length);
          for (const change of changes) taken.set(`${change.orderId} ${change.sequence}`, change);
          return { received: changes.length, recorded: 0 };
        },
        listNotifications: async () => {
          throw unimplemented('not in this fake');
        },
      }),
    ],
  });
  return {
    ...{ taken, batches, server },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Where nobody listens now. */
async function findFreeAddress(): Promise<string> {
  await using gone = await startListener();
  return gone.server.address;
}

/** Orders whose inventory is away: an order is its first change, and no more. */
async function startOrders() {
  const away = () => Promise.reject(unavailable('away'));
  const orders = await startAlone({
    ...{ reservations: { reserve: away, commit: away, release: away }, relay: 'off' },
  });
  const { database } = orders;
  const resources = new AsyncDisposableStack();
  resources.use(orders);
  return {
    ...orders,
    /** Tells whoever listens there; resolves to what stops it, as the end of the test does too. */
    tell(address: string, { budgetMs = 5000, pollMs = 20 } = {}) {
      const client = createClient(NotificationsServiceService, {
        target: `static:///${address}`,
        ...{ initialBackoffMs: 10, maxBackoffMs: 20 },
      });
      const telling = startTelling({
        cursor: createToldCursor(database, 'notifications'),
        tell: createNotificationsTeller(client, budgetMs),
        onChange: (wake) => database.hints.subscribe(eventsHint('orders'), wake),
        logger: silentLogger,
        ...{ tellRetryLongestMs: 100, restMs: 5, pollMs, holdMs: 10_000 },
      });
      resources.defer(async () => {
        await telling.stop();
        client[Symbol.dispose]();
      });
      return telling;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

type Orders = Awaited<ReturnType<typeof startOrders>>;

async function place({ store }: Orders, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => createOrderId());
  for (const orderId of ids) await store.place({ ...wish(newSku()), orderId }, {});
  return ids;
}

const untilTaken = (taken: ReadonlyMap<string, Change>, ids: readonly string[]) =>
  waitUntil(() => ids.every((id) => taken.has(`${id} 1`)), { what: 'all is told' });

test('what happened before anybody listened is told in one batch, what happens then as it comes', async () => {
  await using orders = await startOrders();
  const before = await place(orders, 5);
  await using listener = await startListener();
  orders.tell(listener.server.address, { pollMs: 20 });
  await untilTaken(listener.taken, before);
  const [after = ''] = await place(orders, 1);
  await untilTaken(listener.taken, [after]);
  expect(listener.batches.reduce((sum, size) => sum + size, 0)).toBe(6);
  expect(listener.taken.get(`${after} 1`)).toMatchObject({
    ...{ customerId: 'ada', state: OrderState.ORDER_STATE_PENDING, totalCents: 0n },
  });
});

test('a listener that is away, and then refuses for a while, is told all of it when it is back', async () => {
  await using orders = await startOrders();
  const address = await findFreeAddress();
  orders.tell(address);
  const ids = await place(orders, 3);
  let refusals = 0;
  const refuse = async (): Promise<void> => {
    if ((refusals += 1) < 3) throw unavailable('no database');
  };
  await using listener = await startListener(refuse, address);
  await untilTaken(listener.taken, ids);
  expect(refusals).toBeGreaterThanOrEqual(3);
});

test('a listener that hangs keeps no order from being placed', async () => {
  await using orders = await startOrders();
  await using silent = await startSilentServer();
  orders.tell(silent.address, { budgetMs: 50 });
  expect(await place(orders, 20)).toHaveLength(20);
});

test('a listener whose answer is lost is told again, and nothing is left out', async () => {
  await using orders = await startOrders();
  let calls = 0;
  const heard: string[] = [];
  await using listener = await startListener(async (changes) => {
    heard.push(...changes.map(({ orderId }) => orderId));
    if ((calls += 1) === 1) throw unavailable('it was written, and then it died');
  });
  const ids = await place(orders, 3);
  orders.tell(listener.server.address);
  await untilTaken(listener.taken, ids);
  expect(heard).toHaveLength(6);
});

test('a change that nobody will ever take is left out, and holds up no other', async () => {
  await using orders = await startOrders();
  const ids = await place(orders, 5);
  const poison = ids[2];
  await using listener = await startListener(async (changes) => {
    if (changes.some(({ orderId }) => orderId === poison)) throw invalidArgument('never');
  });
  orders.tell(listener.server.address);
  const others = ids.filter((id) => id !== poison);
  await untilTaken(listener.taken, others);
  const later = await place(orders, 2);
  await untilTaken(listener.taken, later);
  expect(listener.taken.size).toBe(6);
});

test('of two processes one tells, and the other goes on where it stops', async () => {
  await using orders = await startOrders();
  await using listener = await startListener();
  const first = orders.tell(listener.server.address);
  await untilTaken(listener.taken, await place(orders, 1));
  const cursor = createToldCursor(orders.database, 'notifications');
  // Told, and known to be told.
  await expect.poll(() => cursor.read(1, {})).toEqual([]);
  await first.stop();
  orders.tell(listener.server.address);
  await untilTaken(listener.taken, await place(orders, 1));
  expect(listener.batches).toEqual([1, 1]);
});
