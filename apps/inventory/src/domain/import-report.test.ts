import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createImportReport } from './import-report.ts';

test('every row is counted once, and the first 100 refusals are kept with their rows', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (rowsAreGood) => {
      const report = createImportReport();
      rowsAreGood.forEach((isGood, index) => {
        if (isGood) report.take(1);
        else report.refuse(BigInt(index + 1), `sku-${index}`, []);
      });
      const refused = rowsAreGood.flatMap((isGood, index) => (isGood ? [] : [BigInt(index + 1)]));
      expect(Number(report.imported)).toBe(rowsAreGood.length - refused.length);
      expect(Number(report.rejected)).toBe(refused.length);
      expect(report.errors.map(({ row }) => row)).toEqual(refused.slice(0, 100));
    }),
  );
});

test('a refusal names field and rule, and cuts a sku that is too long', () => {
  const report = createImportReport();
  report.refuse(1n, 'x'.repeat(1000), [
    { field: 'sku', description: 'must be at most 64 characters' },
    { field: 'price_cents', description: 'must be at least 0' },
  ]);
  expect(report.errors).toEqual([
    {
      row: 1n,
      sku: 'x'.repeat(64),
      error: 'sku: must be at most 64 characters; price_cents: must be at least 0',
    },
  ]);
});
