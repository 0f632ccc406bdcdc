import type { ImportStockRequest, Stock } from '@ballast/contracts';
import type { CallContext } from '@ballast/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createStockStore,
  followChanges,
  openInventoryDatabase,
  openReplica,
  stockUp,
} from '../../test/open-store.ts';
import type { InventoryDatabase } from '../../test/open-store.ts';
import { row, startReplica } from '../../test/start-replica.ts';
import type { Replica } from '../../test/start-replica.ts';
import type { StockChanges, StockStore } from '../store/stock-store.ts';
import { createWatchingHandlers } from './watching.ts';

let database: InventoryDatabase;
let store: StockStore;
let changes: StockChanges;
let first: Replica;
let second: Replica;
beforeAll(async () => {
  database = await openInventoryDatabase();
  store = createStockStore(database);
  changes = followChanges(database);
  first = await startReplica(await openReplica(database));
  second = await startReplica(await openReplica(database));
});
afterAll(async () => {
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  await database.close();
});

const importRows = (...rows: ImportStockRequest[]) => first.client.importStock(rows);

test('a watcher at another replica sees the stock as it is, then every change in order', async () => {
  await importRows(row('watch-1'), row('watch-2'));
  const watching = second.client.watchStock({ skus: ['watch-1', 'watch-2', 'watch-3'] });
  const next = async () => (await watching.next()).value?.stock as Stock;
  expect([await next(), await next()]).toMatchObject([
    { sku: 'watch-1', version: 1n, available: 10n },
    { sku: 'watch-2', version: 1n, available: 10n },
  ]);
  await first.client.reserve({
    ...{ reservationId: 'watch', ttlSeconds: 0 },
    items: [{ sku: 'watch-1', quantity: 1 }],
  });
  await first.client.commit({ reservationId: 'watch' });
  await importRows(row('watch-3', 3n));
  expect([await next(), await next(), await next()]).toMatchObject([
    { sku: 'watch-1', version: 2n, onHand: 10n, reserved: 1n, available: 9n },
    { sku: 'watch-1', version: 3n, onHand: 9n, reserved: 0n, available: 9n },
    { sku: 'watch-3', version: 1n, available: 3n },
  ]);
  await watching.return?.();
});

test('no change falls between the first state and the stream, however many write', async () => {
  await importRows(row('busy', 0n));
  const over = new AbortController();
  const write = async () => {
    while (!over.signal.aborted) await importRows(row('busy', 1n));
  };
  const writers = [write(), write(), write()];
  const watchers = Array.from({ length: 8 }, async (_, index) => {
    const versions: bigint[] = [];
    const { client } = index % 2 === 0 ? first : second;
    for await (const { stock } of client.watchStock({ skus: ['busy'] })) {
      versions.push(stock!.version);
      if (versions.length === 20) return versions;
    }
    return versions;
  });
  for (const versions of await Promise.all(watchers)) {
    expect(versions).toEqual(versions.map((_, index) => versions[0]! + BigInt(index)));
  }
  over.abort();
  await Promise.all(writers);
});

test('a watcher is sent away when its server leaves', async () => {
  await using leaving = await startReplica(await openReplica(database));
  const { server, client } = leaving;
  const watching = client.watchStock({ skus: ['none'] });
  const end = expect(watching.next()).rejects.toMatchObject({
    ...{ code: 14, reason: 'SERVER_DRAINING' },
  });
  // The call is under way once another on the same connection is answered.
  await client.listStock({ pageSize: 1, pageToken: '' });
  await server.drain();
  await end;
});

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
