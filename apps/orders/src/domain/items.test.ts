import { expect, test } from 'vitest';
import { refuseRepeatedSkus } from './items.ts';

const items = (...skus: string[]) => skus.map((sku) => ({ sku, quantity: 1 }));

test('items of different skus pass', () => {
  expect(refuseRepeatedSkus(items('a', 'b', 'A'))).toBeUndefined();
});

test('every repetition of a sku is named by its field', () => {
  expect(() => refuseRepeatedSkus(items('a', 'b', 'a', 'c', 'b'))).toThrow(
    expect.objectContaining({
      code: 3,
      reason: 'REPEATED_SKU',
      fieldViolations: [
        expect.objectContaining({ field: 'items[2].sku' }),
        expect.objectContaining({ field: 'items[4].sku' }),
      ],
    }),
  );
});
