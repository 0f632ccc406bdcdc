import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldImportRows } from './import-rows.ts';
import type { ImportRow } from './import-rows.ts';
import { createLedger, importRows } from './ledger.ts';
import { compareSkus } from './stock.ts';

const row: fc.Arbitrary<ImportRow> = fc.record({
  sku: fc.constantFrom('a', 'B', 'c-1', 'c.1'),
  name: fc.string(),
  priceCents: fc.bigInt({ min: 0n, max: 1_000_000_000n }),
  received: fc.bigInt({ min: 0n, max: 1_000_000_000n }),
});

test('folded rows have the effect of all rows one after the other', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const folded = createLedger();
      importRows(folded, rows);
      const single = createLedger();
      for (const one of rows) importRows(single, [one]);
      const effect = ({ stock }: typeof single) =>
        [...stock.values()]
          .map(({ version: _version, ...rest }) => rest)
          .sort((a, b) => compareSkus(a.sku, b.sku));
      expect(effect(folded)).toEqual(effect(single));
    }),
  );
});

test('folded rows come once for each sku, in the order of skus', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const skus = foldImportRows(rows).map(({ sku }) => sku);
      expect(skus).toEqual([...new Set(rows.map(({ sku }) => sku))].sort(compareSkus));
    }),
  );
});
