import type { ImportStockRequest, Stock } from '@ballast/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInventoryDatabase, openReplica } from '../../test/open-store.ts';
import type { InventoryDatabase } from '../../test/open-store.ts';
import { row, startReplica } from '../../test/start-replica.ts';
import type { Replica } from '../../test/start-replica.ts';

let database: InventoryDatabase;
let first: Replica;
let second: Replica;
beforeAll(async () => {
  database = await openInventoryDatabase();
  first = await startReplica(database);
  second = await startReplica(await openReplica(database));
});
afterAll(async () => {
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});

const importRows = (...rows: ImportStockRequest[]) => first.client.importStock(rows);
const reserve = (reservationId: string, items: { sku: string; quantity: number }[]) =>
  first.client.reserve({ reservationId, items, ttlSeconds: 0 });

test('a watcher at another replica sees the stock as it is, then every change in order', async () => {
  await importRows(row('watch-1'), row('watch-2'));
  const watching = second.client.watchStock({ skus: ['watch-1', 'watch-2', 'watch-3'] });
  const next = async () => (await watching.next()).value?.stock as Stock;
  expect([await next(), await next()]).toMatchObject([
    { sku: 'watch-1', version: 1n, available: 10n },
    { sku: 'watch-2', version: 1n, available: 10n },
  ]);
  await reserve('watch', [{ sku: 'watch-1', quantity: 1 }]);
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
