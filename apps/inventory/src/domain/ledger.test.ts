import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjust, commit, createLedger, expireDue, importRows, release, reserve } from './ledger.ts';
import { auditOf } from '../../test/ledger-audit.ts';

const sku = fc.constantFrom('a', 'a', 'b', 'b', 'c', 'nobody-has-it');
const id = fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6');
const at = (seconds: number) => new Date(seconds * 1000);
const seconds = fc.integer({ min: 0, max: 20 });

const change = fc.oneof(
  fc.record({
    kind: fc.constant('reserve' as const),
    id,
    items: fc.uniqueArray(fc.record({ sku, quantity: fc.integer({ min: 1, max: 6 }) }), {
      selector: (item) => item.sku,
      minLength: 1,
      maxLength: 2,
    }),
    until: fc.integer({ min: 10, max: 30 }),
  }),
  fc.record({ kind: fc.constant('commit' as const), id, now: seconds }),
  fc.record({ kind: fc.constant('release' as const), id, now: seconds }),
  fc.record({ kind: fc.constant('expire' as const), now: seconds }),
  fc.record({ kind: fc.constant('adjust' as const), sku, delta: fc.bigInt({ min: -5n, max: 5n }) }),
  fc.record({
    kind: fc.constant('import' as const),
    sku: fc.constantFrom('a', 'b', 'c'),
    received: fc.bigInt({ min: 0n, max: 9n }),
  }),
);

const firstRows = ['a', 'b', 'c'].map((name) => ({
  ...{ sku: name, name, priceCents: 100n, received: 12n },
}));

test('stock and reservations add up after every change', () => {
  const statesSeen = new Set<string>();
  fc.assert(
    fc.property(fc.array(change, { minLength: 10, maxLength: 40 }), (changes) => {
      const ledger = createLedger();
      importRows(ledger, firstRows);
      for (const one of changes) {
        switch (one.kind) {
          case 'reserve': {
            const { id: reservationId, items, until } = one;
            reserve(ledger, { reservationId, items, expiresAt: at(until) });
            break;
          }
          case 'commit':
            commit(ledger, one.id, at(one.now));
            break;
          case 'release':
            release(ledger, one.id, at(one.now));
            break;
          case 'expire':
            expireDue(ledger, at(one.now));
            break;
          case 'adjust':
            adjust(ledger, one.sku, one.delta);
            break;
          case 'import':
            importRows(ledger, [{ ...one, name: one.sku, priceCents: 100n }]);
            break;
          default:
            one satisfies never;
        }
        expect(auditOf(ledger)).toEqual([]);
      }
      for (const { state } of ledger.reservations.values()) statesSeen.add(state);
    }),
  );
  // Else the runs say little.
  expect([...statesSeen].sort()).toEqual(['COMMITTED', 'EXPIRED', 'HELD', 'REFUSED', 'RELEASED']);
});
