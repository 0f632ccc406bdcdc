import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOfItems, refuseRepeatedSkus } from './items.ts';

const sku = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}$/);
const item = fc.record({ sku, quantity: fc.integer({ min: 1, max: 1000 }) });
const items = fc.uniqueArray(item, { selector: ({ sku }) => sku, minLength: 1, maxLength: 50 });

test('items of different skus pass', () => {
  fc.assert(
    fc.property(items, (wanted) => {
      expect(refuseRepeatedSkus(wanted)).toBeUndefined();
    }),
  );
});

test('every repetition of a sku is named by its field', () => {
  const wanted = ['a', 'b', 'a', 'c', 'b', 'a'].map((name) => ({ sku: name, quantity: 1 }));
  expect(() => refuseRepeatedSkus(wanted)).toThrow(
    expect.objectContaining({
      code: 3,
      reason: 'REPEATED_SKU',
      message: 'items[2].sku must differ from items[0].sku, got a again',
      fieldViolations: [
        expect.objectContaining({ field: 'items[2].sku' }),
        expect.objectContaining({ field: 'items[4].sku' }),
        expect.objectContaining({ field: 'items[5].sku' }),
      ],
    }),
  );
});

test('the same items in another order have the same fingerprint', () => {
  const shuffled = items.chain((wanted) =>
    fc.tuple(
      fc.constant(wanted),
      fc.shuffledSubarray(wanted, { minLength: wanted.length, maxLength: wanted.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([wanted, again]) => {
      expect(fingerprintOfItems(again)).toEqual(fingerprintOfItems(wanted));
    }),
  );
});

test('other items have another fingerprint', () => {
  const canonical = (wanted: { sku: string; quantity: number }[]) =>
    JSON.stringify(wanted.map(({ sku, quantity }) => `${sku} ${quantity}`).sort());
  fc.assert(
    fc.property(items, items, (some, others) => {
      const same = canonical(some) === canonical(others);
      expect(fingerprintOfItems(some).equals(fingerprintOfItems(others))).toBe(same);
    }),
  );
});
