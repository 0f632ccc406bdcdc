import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

const wish = fc.record({
  customerId: fc.constantFrom('c1', 'c1"', 'c2'),
  items: fc.array(
    fc.record({ sku: fc.constantFrom('a', 'b'), quantity: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 3 },
  ),
});

test('two requests have the same fingerprint exactly when they are the same', () => {
  fc.assert(
    fc.property(wish, wish, (some, other) => {
      const same = JSON.stringify(some) === JSON.stringify(other);
      expect(fingerprintOf(some) === fingerprintOf(other)).toBe(same);
    }),
  );
});

test('what else an object carries does not count', () => {
  const items = [{ sku: 'a', quantity: 1, unitPriceCents: 5n }];
  const plain = { customerId: 'c1', items: [{ quantity: 1, sku: 'a' }] };
  expect(fingerprintOf({ customerId: 'c1', items })).toBe(fingerprintOf(plain));
});
