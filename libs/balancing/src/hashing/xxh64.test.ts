import { expect, test } from 'vitest';
import { xxh53, xxh64 } from './xxh64.ts';

// Known answers of the reference implementation: shorter than 4, 8 and 32 bytes, and longer.
test.each([
  ['', 0n, 0xef46db3751d8e999n],
  ['a', 0n, 0xd24ec4f1a98c6e5bn],
  ['abc', 0n, 0x44bc2cf5ad770999n],
  ['Nobody inspects the spammish repetition', 0n, 0xfbcea83c8a378bf1n],
  ['xxhash', 0n, 0x32dd38952c4bc720n],
  ['xxhash', 20141025n, 0xb559b98d844e0635n],
])('of %j with seed %d is %d', (text, seed, hash) => {
  expect(xxh64(text, seed)).toBe(hash);
});

test('shortened to 53 bits keeps the order', () => {
  const texts = Array.from({ length: 500 }, (_, i) => `10.0.0.${i}:50051_${i}`);
  const byHash = texts.toSorted((a, b) => (xxh64(a) < xxh64(b) ? -1 : 1));
  const byShortHash = texts.toSorted((a, b) => xxh53(a) - xxh53(b));
  expect(byShortHash).toEqual(byHash);
});
