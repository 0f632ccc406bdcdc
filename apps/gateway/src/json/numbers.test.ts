import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toJsonNumber } from './numbers.ts';

test('no 64-bit number loses a digit on its way through JSON', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const read = JSON.parse(JSON.stringify(toJsonNumber(value))) as number | string;
      expect(BigInt(read)).toBe(value);
    }),
  );
});

test.each([
  [2n ** 53n - 1n, 9007199254740991],
  [2n ** 53n, '9007199254740992'],
  [-(2n ** 53n) + 1n, -9007199254740991],
  [-(2n ** 53n), '-9007199254740992'],
  [0n, 0],
])('%s is written as %j', (value, written) => {
  expect(toJsonNumber(value)).toBe(written);
});
