import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findSpells } from './find-spells.ts';

it('joins what is alike, and leaves gaps', () => {
  expect(findSpells([0, 0, 2, null, 2, 2])).toEqual([
    { value: 0, from: 0, to: 2 },
    { value: 2, from: 2, to: 3 },
    { value: 2, from: 4, to: 6 },
  ]);
});

it('loses no moment and invents none', () => {
  const columns = fc.array(fc.option(fc.nat(3), { nil: null }));
  fc.assert(
    fc.property(columns, (values) => {
      const rebuilt = new Array<number | null>(values.length).fill(null);
      for (const { value, from, to } of findSpells(values)) rebuilt.fill(value, from, to);
      expect(rebuilt).toEqual(values);
    }),
  );
});
