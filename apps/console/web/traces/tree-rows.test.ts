import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/api.ts';
import { countBelow, findParent, findVisible } from './tree-rows.ts';

const treeOf = (depths: readonly number[]) =>
  depths.map((depth, index) => ({ spanId: String(index), depth }) as Span);

/** Depths as a tree in order can have them: at most one deeper than the one before. */
const trees = fc
  .array(fc.nat(4), { minLength: 1, maxLength: 30 })
  .map((wishes) =>
    wishes.reduce<number[]>(
      (depths, wish) => [...depths, Math.min(wish, (depths.at(-1) ?? -1) + 1)],
      [],
    ),
  )
  .map(treeOf);

describe('the rows of a waterfall', () => {
  it('hide all that is below a folded span, and no other', () => {
    const tree = treeOf([0, 1, 2, 2, 1, 2]);
    expect(findVisible(tree, new Set(['1']))).toEqual([0, 1, 4, 5]);
    expect(findVisible(tree, new Set(['0']))).toEqual([0]);
    expect(findVisible(tree, new Set())).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('show the parent of whatever shows', () => {
    fc.assert(
      fc.property(trees, fc.uniqueArray(fc.nat(29).map(String)), (tree, folded) => {
        const visible = findVisible(tree, new Set(folded));
        const parents = visible
          .map((index) => findParent(tree, index))
          .filter((one) => one !== undefined);
        expect(parents.filter((parent) => !visible.includes(parent))).toEqual([]);
      }),
    );
  });

  it('count below a span exactly those that have it as an ancestor', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const total = tree.reduce((sum, _span, index) => sum + countBelow(tree, index), 0);
        expect(total).toBe(tree.reduce((sum, { depth }) => sum + depth, 0));
      }),
    );
  });
});
