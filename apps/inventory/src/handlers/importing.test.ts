import type { ImportStockRequest } from '@ballast/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInventoryDatabase } from '../../test/open-store.ts';
import { row, startReplica, stockOf } from '../../test/start-replica.ts';
import type { Replica } from '../../test/start-replica.ts';

let first: Replica;
beforeAll(async () => {
  first = await startReplica(await openInventoryDatabase());
});
afterAll(() => first[Symbol.asyncDispose]());

const importRows = (...rows: ImportStockRequest[]) => first.client.importStock(rows);

test('an import takes what is good and reports the rest by its row', async () => {
  const answer = await importRows(
    row('good-1'),
    row('no good', 1n),
    row('good-2', 5n),
    row('good-1', 7n, { name: 'renamed', priceCents: 1n }),
    row('good-3', -1n),
    row('good-4', 1n, { name: 'a\0b' }),
  );
  expect(answer).toMatchObject({ imported: 3n, rejected: 3n });
  expect(answer.errors.map(({ row: number, sku }) => [number, sku])).toEqual([
    [2n, 'no good'],
    [5n, 'good-3'],
    [6n, 'good-4'],
  ]);
  expect(answer.errors[1]?.error).toMatch(/^received: /);
  const renamed = { name: 'renamed', priceCents: 1n, onHand: 17n };
  expect(await stockOf(first, 'good-1')).toMatchObject(renamed);
});

test('an import of many batches counts exactly', async () => {
  const rows = Array.from({ length: 2345 }, (_, index) =>
    row(index % 5 === 0 ? 'bad sku' : `bulk-${index % 100}`, 1n),
  );
  const answer = await importRows(...rows);
  expect(answer).toMatchObject({ imported: 1876n, rejected: 469n });
  expect(answer.errors).toHaveLength(100);
  expect(await stockOf(first, 'bulk-1')).toMatchObject({ onHand: 24n });
});

test('of an import that is cancelled the full batches stay and the open one is dropped', async () => {
  const cancel = new AbortController();
  async function* rows() {
    for (let index = 0; index < 500; index++) yield row('kept', 1n);
    yield row('dropped', 1n);
    // The batch before is being taken while this one waits for its end.
    for await (const { stock } of first.client.watchStock({ skus: ['kept'] })) {
      if (stock?.onHand === 500n) break;
    }
    cancel.abort();
    yield row('dropped', 1n);
  }
  const call = first.client.importStock(rows(), { signal: cancel.signal });
  await expect(call).rejects.toMatchObject({ code: 1 });
  expect(await stockOf(first, 'kept')).toMatchObject({ onHand: 500n });
  await expect(stockOf(first, 'dropped')).rejects.toMatchObject({ reason: 'UNKNOWN_SKU' });
});
