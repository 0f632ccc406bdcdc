import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CandidateSet } from './candidate-set.ts';
import { EndpointTable } from './endpoint-table.ts';

test('an endpoint that leaves and returns finds its figures', () => {
  const table = new EndpointTable();
  const latency = table.column('latency', 0);
  const slot = table.add('a');
  latency.values[slot] = 42;
  table.remove(slot, 0);
  expect(latency.values[table.add('a')]).toBe(42);
});

test('an endpoint that left long ago is forgotten and its slot starts anew', () => {
  const table = new EndpointTable();
  const latency = table.column('latency', 0);
  const slot = table.add('a');
  latency.values[slot] = 42;
  table.remove(slot, 0);
  table.remove(table.add('b'), 60_000);
  expect(table.add('c')).toBe(slot);
  expect(latency.values[slot]).toBe(0);
});

test('a slot with calls under way is not given away', () => {
  const table = new EndpointTable();
  const slot = table.add('a');
  table.inFlight.values[slot] = 1;
  table.remove(slot, 0);
  table.remove(table.add('b'), 100_000);
  expect(table.add('c')).not.toBe(slot);
});

test('figures survive the growth of the table', () => {
  const table = new EndpointTable();
  const column = table.column('figure', -1);
  const slots = Array.from({ length: 1_000 }, (_, i) => table.add(`endpoint ${i}`));
  for (const slot of slots) column.values[slot] = slot * 2;
  for (let i = 0; i < 1_000; i += 1) table.add(`more ${i}`);
  expect(slots.every((slot) => column.values[slot] === slot * 2)).toBe(true);
});

test('a column asked for twice is one column', () => {
  const table = new EndpointTable();
  expect(table.column('figure', 0)).toBe(table.column('figure', 5));
});

test('a candidate set agrees with a plain set after any additions and removals', () => {
  const steps = fc.array(fc.record({ slot: fc.nat(60), isAddition: fc.boolean() }));
  fc.assert(
    fc.property(steps, (all) => {
      const candidates = new CandidateSet(new EndpointTable());
      const model = new Set<number>();
      for (const { slot, isAddition } of all) {
        const changed = isAddition ? candidates.add(slot) : candidates.remove(slot);
        expect(changed).toBe(isAddition ? !model.has(slot) : model.has(slot));
        if (isAddition) model.add(slot);
        else model.delete(slot);
        expect(candidates.has(slot)).toBe(isAddition);
      }
      const listed = [...candidates.slots.subarray(0, candidates.count)];
      expect(listed.sort((a, b) => a - b)).toEqual([...model].sort((a, b) => a - b));
    }),
  );
});
