import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareColumns } from './share-columns.ts';

it('says what part of the calls each has had', () => {
  expect(
    shareColumns([
      [1, 1],
      [3, 1],
    ]),
  ).toEqual([
    [0.25, 1 / 3],
    [0.75, 2 / 3],
  ]);
});

it('forgets what is ten moments old', () => {
  const early = [8, ...new Array<number>(10).fill(0)];
  const late = [...new Array<number>(10).fill(0), 2];
  const [share] = shareColumns([early, late]);
  expect(share?.at(9)).toBe(1);
  expect(share?.at(10)).toBe(0);
});

it('knows nothing of a time without calls', () => {
  expect(
    shareColumns([
      [null, 0],
      [0, null],
    ]),
  ).toEqual([
    [null, null],
    [null, null],
  ]);
});

it('adds up to all calls, whoever came and went', () => {
  const value = fc.option(fc.float({ min: 0, max: 1000, noNaN: true }), { nil: null });
  const table = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 }))
    .chain(([columns, moments]) =>
      fc.array(fc.array(value, { minLength: moments, maxLength: moments }), {
        ...{ minLength: columns, maxLength: columns },
      }),
    );
  fc.assert(
    fc.property(table, (calls) => {
      const shares = shareColumns(calls);
      for (let moment = 0; moment < (calls[0]?.length ?? 0); moment += 1) {
        const known = shares.map((column) => column[moment] ?? null).filter((one) => one !== null);
        if (known.length === 0) continue;
        expect(known.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
      }
    }),
  );
});
