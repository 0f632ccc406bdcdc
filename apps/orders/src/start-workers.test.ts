import { createClient } from '@ballast/client';
import { NotificationsServiceService } from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { expect, test } from 'vitest';
import { startInventory } from '../test/start-inventory.ts';
import { endOf, leaveBehind, newSku, startAlone } from '../test/unfinished-orders.ts';
import type { Saga } from './saga/saga.ts';
import { createReservations } from './saga/reservations.ts';
import { startWorkers } from './start-workers.ts';

test('a replica whose workers are off leaves what is unfinished to another', async () => {
  await using inventory = await startInventory();
  const reservations = createReservations(inventory.client);
  await using orders = await startAlone({ reservations, relay: 'off', intentHoldMs: 50 });
  using notifications = createClient(NotificationsServiceService, {
    target: 'static:///127.0.0.1:1',
  });
  const finished: string[] = [];
  const start = (workers: 'on' | 'off') => {
    const saga: Saga = {
      ...orders.saga,
      fulfil: (...args) => {
        finished.push(workers);
        return orders.saga.fulfil(...args);
      },
    };
    return startWorkers({
      ...{ workers, telling: 'off', database: orders.database, store: orders.store, saga },
      ...{ notifications, tellBudgetMs: 1000, tellRetryLongestMs: 1000, logger: silentLogger },
      ...{ relayPollMs: 10, relayLeaseMs: 5000, relayRetryLongestMs: 200 },
    });
  };
  // First in the queue, if it were in it.
  const idle = start('off');
  const skus = Array.from({ length: 8 }, newSku);
  await inventory.stockUp(Object.fromEntries(skus.map((sku) => [sku, 1])));
  const left = await Promise.all(skus.map((sku) => leaveBehind(orders, sku)));
  const busy = start('on');
  for (const { order } of left) {
    expect(await endOf(orders, order, 'CONFIRMED')).toMatchObject({ state: 'CONFIRMED' });
  }
  await Promise.all([idle.stop(), busy.stop()]);
  expect(finished).toEqual(skus.map(() => 'on'));
});
