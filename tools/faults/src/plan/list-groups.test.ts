import { expect, test } from 'vitest';
import { nameGroup, scenarioNames } from './cell.ts';
import { capacityOf, listGroups } from './list-groups.ts';

const groups = listGroups();

test('the matrix has more than a hundred cells, and no group twice', () => {
  expect(groups.flatMap(({ variants }) => variants).length).toBeGreaterThan(100);
  expect(new Set(groups.map(nameGroup)).size).toBe(groups.length);
});

test('every fault meets unary calls of every client, at both sizes', () => {
  const unary = groups.filter(({ kind, variants }) => kind === 'unary' && variants.length === 3);
  const names = unary.map(nameGroup).toSorted();
  const wanted = scenarioNames.flatMap((name) => [`${name} / unary / 10`, `${name} / unary / 3`]);
  expect(names).toEqual(wanted.toSorted());
});

test('the headline cells have 6000 calls at 500 a second, and overload is what it says', () => {
  const find = (wanted: string) => groups.find((group) => nameGroup(group) === wanted);
  expect(find('hang / unary / 10')).toMatchObject({ calls: 6000, perSecond: 500, isAlone: true });
  expect(find('overload-4x / unary / 3')?.perSecond).toBe(4 * capacityOf(3));
});

test('a part is chosen by words, and made smaller', () => {
  const chosen = listGroups({ only: ['hang / unary'], calls: 600, pace: 0.5 });
  expect(chosen.map(({ calls, perSecond }) => ({ calls, perSecond }))).toEqual([
    { calls: 100, perSecond: 62.5 },
    { calls: 600, perSecond: 250 },
  ]);
});

test('an overload lasts as long in a smaller matrix', () => {
  const [whole, smaller] = [{}, { calls: 600 }].map((size) =>
    listGroups({ only: ['overload-2x / unary / 3'], ...size }).map(({ calls }) => calls),
  );
  expect(smaller).toEqual(whole);
});

test('faults that bring new processes come last in a fleet', () => {
  const names = groups.filter(({ replicas }) => replicas === 10).map(({ scenario }) => scenario);
  expect(names.indexOf('sigkill')).toBeGreaterThan(names.lastIndexOf('hang'));
  expect(names.at(-1)).toBe('rolling-restart');
});
