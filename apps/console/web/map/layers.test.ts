import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findColumns } from './layers.ts';

const shop = [
  { from: 'browser', to: 'gateway' },
  { from: 'gateway', to: 'orders' },
  { from: 'gateway', to: 'inventory' },
  { from: 'orders', to: 'inventory' },
];

it('puts a service behind the last of its callers', () => {
  const columns = findColumns(['browser', 'gateway', 'orders', 'inventory'], shop);
  expect(Object.fromEntries(columns)).toEqual({ browser: 0, gateway: 1, orders: 2, inventory: 3 });
});

it('leads every call to the right where there is no circle', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const calls = fc.array(fc.tuple(fc.nat(5), fc.nat(5)).filter(([from, to]) => from < to));
  fc.assert(
    fc.property(calls, (pairs) => {
      const edges = pairs.map(([from, to]) => ({ from: names[from]!, to: names[to]! }));
      const columns = findColumns(names.toReversed(), edges);
      const backwards = edges.filter(({ from, to }) => columns.get(from)! >= columns.get(to)!);
      expect(backwards).toEqual([]);
    }),
  );
});

it('finds a place for services that call each other', () => {
  const circle = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
  ];
  expect(findColumns(['a', 'b'], circle).size).toBe(2);
});
