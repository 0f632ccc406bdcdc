import type { Stock } from '@ballast/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKnownStock } from './known-stock.ts';

const of = (sku: string, version = 1n): Stock => ({
  ...{ sku, version, name: sku, priceCents: 1n, available: 1n, onHand: 1n, reserved: 0n },
});
const skusOf = ({ stock = [] }: { readonly stock?: readonly Stock[] } = {}) =>
  stock.map(({ sku }) => sku);

test('nothing is known before inventory has answered once; an empty answer is one', () => {
  const known = createKnownStock();
  expect([known.isKnown, known.find('', 10)]).toEqual([false, undefined]);
  known.learn([]);
  expect(known.isKnown).toBe(true);
  expect(known.find('', 10)).toMatchObject({ stock: [], isMore: false });
});

test('an older version, however late it comes, does not replace a newer one', () => {
  const known = createKnownStock();
  known.learn([of('a', 3n)]);
  known.learn([of('a', 2n)]);
  expect(known.find('', 1)?.stock[0]?.version).toBe(3n);
});

test('a whole listing forgets what is not in it', () => {
  const known = createKnownStock();
  known.learn([of('a'), of('b')]);
  known.learnAll([of('b'), of('c')]);
  expect(skusOf(known.find('', 10))).toEqual(['b', 'c']);
});

test('a page is as old as the oldest of it', () => {
  let nowMs = 1000;
  const known = createKnownStock(() => nowMs);
  known.learn([of('a'), of('b')]);
  nowMs = 5000;
  known.learn([of('b')]);
  nowMs = 6000;
  expect(known.find('', 2)?.ageMs).toBe(5000);
  expect(known.find('a', 2)?.ageMs).toBe(1000);
});

test('pages of any size, one after another, are all skus once, in order', () => {
  const sku = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,6}$/);
  fc.assert(
    fc.property(fc.uniqueArray(sku), fc.integer({ min: 1, max: 5 }), (skus, size) => {
      const known = createKnownStock();
      known.learn(skus.map((one) => of(one)));
      const seen: string[] = [];
      for (let more = true; more;) {
        const page = known.find(seen.at(-1) ?? '', size);
        seen.push(...skusOf(page));
        more = page?.isMore ?? false;
      }
      expect(seen).toEqual(skus.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
});
