import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Order, OrderItem } from './order.ts';
import type { Outcome } from './outcome.ts';
import { totalCentsOf } from './total.ts';
import { cancel, decide, place, refuse, transitions } from './transitions.ts';

const items: OrderItem[] = [
  { sku: 'b', quantity: 2 },
  { sku: 'a', quantity: 3 },
];
const pending = place({ orderId: 'o1', customerId: 'c1', items, createdAt: new Date(0) });
const confirmed: Outcome = {
  kind: 'confirmed',
  unitPricesCents: new Map([
    ['a', 100n],
    ['b', 7n],
  ]),
};
const rejected: Outcome = { kind: 'rejected', rejection: { reason: 'RESERVATION_EXPIRED' } };

test('a confirmed order keeps the order of its items and has their prices and total', () => {
  expect(decide(pending, confirmed)).toEqual({
    ...pending,
    state: 'CONFIRMED',
    sequence: 2n,
    items: [
      { sku: 'b', quantity: 2, unitPriceCents: 7n },
      { sku: 'a', quantity: 3, unitPriceCents: 100n },
    ],
    totalCents: 314n,
  });
});

test('a rejected order keeps its items and says why', () => {
  expect(decide(pending, rejected)).toEqual({
    ...pending,
    state: 'REJECTED',
    sequence: 2n,
    rejection: { reason: 'RESERVATION_EXPIRED' },
  });
});

test('a reservation without a price for an item decides nothing', () => {
  const outcome: Outcome = { kind: 'confirmed', unitPricesCents: new Map([['a', 1n]]) };
  expect(() => decide(pending, outcome)).toThrow('the reservation has no price for b');
});

// What can be done to an order in a state; every path through it is a path of the table.
const steps = (order: Order): Order[] => {
  switch (order.state) {
    case 'PENDING':
      return [decide(order, confirmed), decide(order, rejected), refuse(order)];
    case 'CONFIRMED':
      return [cancel(order)];
    case 'REJECTED':
    case 'CANCELLED':
      return [];
  }
};

test.each(['PENDING', 'CONFIRMED', 'REJECTED', 'CANCELLED'] as const)(
  'from %s an order goes only where the table says, numbering its changes without gaps',
  (state) => {
    const all = [pending as Order].flatMap((order) => [order, ...steps(order)]);
    const reached = [...all, ...all.flatMap(steps)];
    const froms = reached.filter((order) => order.state === state);
    expect(froms).not.toHaveLength(0);
    for (const from of froms) {
      expect(new Set(steps(from).map((to) => to.state))).toEqual(new Set(transitions[from.state]));
      expect(steps(from).every((to) => to.sequence === from.sequence + 1n)).toBe(true);
    }
  },
);

test('a total is exact past 2^53', () => {
  const line = fc.record({
    sku: fc.constant('a'),
    quantity: fc.integer({ min: 1, max: 1000 }),
    unitPriceCents: fc.bigInt({ min: 0n, max: 10n ** 17n }),
  });
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      let total = 0n;
      for (const { quantity, unitPriceCents } of lines) {
        for (let unit = 0; unit < quantity; unit += 100) {
          total += unitPriceCents * BigInt(Math.min(100, quantity - unit));
        }
      }
      expect(totalCentsOf(lines)).toBe(total);
    }),
  );
});
