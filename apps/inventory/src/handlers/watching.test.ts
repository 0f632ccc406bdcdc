import type { CallContext } from '@ballast/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createStockStore,
  followChanges,
  openInventoryDatabase,
  stockUp,
} from '../../test/open-store.ts';
import type { InventoryDatabase } from '../../test/open-store.ts';
import type { StockChanges, StockStore } from '../store/stock-store.ts';
import { createWatchingHandlers } from './watching.ts';

let database: InventoryDatabase;
let store: StockStore;
let changes: StockChanges;
beforeAll(async () => {
  database = await openInventoryDatabase();
  store = createStockStore(database);
  changes = followChanges(database);
});
afterAll(() => database.close());

/** A call that nobody ends. */
const call = () => ({ signal: new AbortController().signal }) as CallContext;

/** The handler alone: nothing between it and its reader that takes messages in advance. */
function watch(skus: string[], watchedStore = store) {
  const handlers = createWatchingHandlers({ store: watchedStore, changes });
  const watching = handlers.watchStock({ skus }, call());
  const next = async () => {
    const { value } = await watching.next();
    return [value?.stock?.sku, value?.stock?.version];
  };
  return { next, leave: () => watching.return(undefined) };
}

test('a change between the reading and the stream is told', async () => {
  await stockUp(store, ['gap'], 1n);
  const { next, leave } = watch(['gap'], {
    ...store,
    async findStocks(skus, options) {
      const read = await store.findStocks(skus, options);
      const told = changes.followSku('gap', 1n, new AbortController().signal);
      await stockUp(store, ['gap'], 1n);
      // By now whoever followed late has missed it.
      for await (const { version } of told) if (version === 2n) break;
      return read;
    },
  });
  expect([await next(), await next()]).toEqual([
    ['gap', 1n],
    ['gap', 2n],
  ]);
  await leave();
});

test('a watcher that reads too slowly for the log is still told every change once', async () => {
  await stockUp(store, ['slow'], 1n);
  const { next, leave } = watch(['slow']);
  expect(await next()).toEqual(['slow', 1n]);
  const atTheGate = next();
  await stockUp(store, ['slow'], 1n);
  expect(await atTheGate).toEqual(['slow', 2n]);
  // More than the log keeps for one reader, and told before this one reads again.
  const others = Array.from({ length: 1500 }, (_, index) => `slow-${index}`);
  await stockUp(store, others, 1n);
  for (let round = 0; round < 3; round++) await stockUp(store, ['slow'], 1n);
  for await (const { version } of changes.followSku('slow', 0n, new AbortController().signal)) {
    if (version === 5n) break;
  }
  await stockUp(store, others, 1n);
  for await (const { version } of changes.followSku(
    others[1499]!,
    1n,
    new AbortController().signal,
  )) {
    if (version === 2n) break;
  }
  expect([await next(), await next(), await next()]).toEqual([
    ['slow', 3n],
    ['slow', 4n],
    ['slow', 5n],
  ]);
  const afterwards = next();
  await stockUp(store, ['slow'], 1n);
  expect(await afterwards).toEqual(['slow', 6n]);
  await leave();
});
