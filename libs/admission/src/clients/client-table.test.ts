import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClientTable } from './client-table.ts';

/** One second in which each client is served so many calls. */
function served(calls: Record<string, number>) {
  const table = new ClientTable(100);
  for (const [name, count] of Object.entries(calls)) {
    for (let i = 0; i < count; i += 1) table.admitted(table.find(name), (i * 1_000) / count);
  }
  return { table, share: (name: string) => table.shareOf(table.find(name), 1_000) };
}

test('who has more than the others is over its share, and the others under theirs', () => {
  const { table, share } = served({ hot: 1_000, a: 100, b: 100, c: 100 });
  expect(share('hot')).toBeGreaterThan(2.5);
  expect(table.isOverShare(table.find('hot'), 1_000)).toBe(true);
  expect(table.isUnderShare(table.find('a'), 1_000)).toBe(true);
});

test('a client alone has its share, whatever it takes', () => {
  const { table, share } = served({ one: 5_000 });
  expect(share('one')).toBe(1);
  expect(table.isOverShare(table.find('one'), 1_000)).toBe(false);
});

test('equal clients are about at their share', () => {
  const { share } = served({ a: 100, b: 100 });
  expect(share('a')).toBeCloseTo(1, 1);
});

test('what was long ago does not count', () => {
  const { table } = served({ hot: 1_000, a: 100 });
  for (let i = 0; i < 100; i += 1) table.admitted(table.find('a'), 20_000 + i);
  expect(table.shareOf(table.find('a'), 20_100)).toBe(1);
});

test('long names are cut, so that they take no memory', () => {
  const table = new ClientTable(10);
  expect(table.find('x'.repeat(10_000))).toBe(table.find('x'.repeat(128)));
});

test('however many names there are it stays bounded, and who calls on is remembered', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 20 }),
      fc.array(fc.nat(1_000), { maxLength: 500 }),
      (maxClients, names) => {
        const table = new ClientTable(maxClients);
        const regular = table.find('regular');
        // It calls at least once in half a table of others.
        const pause = Math.ceil(maxClients / 2);
        for (const [i, name] of names.entries()) {
          table.find(String(name));
          expect(i % pause > 0 || table.find('regular') === regular).toBe(true);
          expect(table.size).toBeLessThanOrEqual(maxClients + 1);
        }
      },
    ),
  );
});
