import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStockFeed } from './stock-feed.ts';
import type { Stock } from './stock.ts';

const stockAt = (sku: string, version: number): Stock => ({
  sku,
  name: sku,
  priceCents: 1n,
  received: 0n,
  onHand: 0n,
  reserved: 0n,
  version: BigInt(version),
});

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

// Versions 1 to `latest` of two skus; the first of them read at `read`, or not at all (0). The log
// gives every change, in any order, and some twice.
const history = fc
  .record({ latest: fc.integer({ min: 1, max: 12 }), read: fc.nat({ max: 12 }) })
  .chain(({ latest, read }) => {
    const changes = ['a', 'b'].flatMap((sku) => range(1, latest).map((v) => stockAt(sku, v)));
    return fc.record({
      latest: fc.constant(latest),
      read: fc.constant(Math.min(read, latest)),
      log: fc
        .tuple(
          fc.shuffledSubarray(changes, { minLength: changes.length }),
          fc.shuffledSubarray(changes),
        )
        .map(([all, again]) => [...all, ...again]),
    });
  });

test('every version after the one read is told once, in order, however the log comes', () => {
  fc.assert(
    fc.property(history, ({ latest, read, log }) => {
      const feed = createStockFeed();
      const begun = read > 0 ? [stockAt('a', read)] : [];
      for (const stock of begun) feed.begin(stock);
      const told = log.flatMap((stock) => feed.accept(stock));
      const versionsOf = (sku: string) =>
        told.filter((stock) => stock.sku === sku).map(({ version }) => Number(version));
      expect(versionsOf('a')).toEqual(range(read + 1, latest));
      expect(versionsOf('b')).toEqual(range(1, latest));
    }),
  );
});
