import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EdgeSeries, History } from '../../src/api.ts';
import { emptyHistory, mergeHistory } from './merge-history.ts';

/** A history in which the value of every moment is its own number, so that a shift is seen. */
function historyOf(from: number, to: number, names: readonly string[]): History {
  const atMs = Array.from({ length: to - from }, (_, index) => (from + index) * 1000);
  const column = atMs.map((ms) => ms / 1000);
  const edge = (name: string): EdgeSeries => ({
    from: 'browser',
    to: name,
    callsPerSecond: column,
    errorsPerSecond: column,
    p50Ms: column,
    p99Ms: column,
  });
  return { ...emptyHistory, atMs, edges: names.map(edge) };
}

it('keeps every value at its moment, whatever came in how many pieces', () => {
  const pieces = fc.array(fc.tuple(fc.nat(20), fc.nat(5), fc.subarray(['a', 'b'])), {
    minLength: 1,
  });
  fc.assert(
    fc.property(pieces, (steps) => {
      let history = emptyHistory;
      let now = 100;
      for (const [length, overlap, names] of steps) {
        history = mergeHistory(history, historyOf(now - overlap, now + length, names), 30);
        now += length;
      }
      expect(history.atMs.length).toBeLessThanOrEqual(30);
      for (const { callsPerSecond } of history.edges) {
        expect(callsPerSecond).toHaveLength(history.atMs.length);
        const shifted = callsPerSecond.filter(
          (value, index) => value !== null && value * 1000 !== history.atMs[index],
        );
        expect(shifted).toEqual([]);
      }
    }),
  );
});

it('fills what it did not hear of with nothing', () => {
  const history = mergeHistory(historyOf(0, 2, ['a']), historyOf(2, 4, ['b']));
  expect(history.edges.map(({ to, p50Ms }) => [to, p50Ms])).toEqual([
    ['a', [0, 1, null, null]],
    ['b', [null, null, 2, 3]],
  ]);
});

it('lets go of a series of which nothing is left', () => {
  const history = mergeHistory(historyOf(0, 2, ['a']), historyOf(2, 6, ['b']), 3);
  expect(history.edges.map(({ to }) => to)).toEqual(['b']);
});

it('takes the younger word for a moment that comes again', () => {
  const revised = historyOf(3, 5, ['a']);
  const [edge] = revised.edges;
  const news = { ...revised, edges: [{ ...edge!, p50Ms: [33, 44] }] };
  const { atMs, edges } = mergeHistory(historyOf(1, 4, ['a']), news);
  expect(atMs).toEqual([1000, 2000, 3000, 4000]);
  expect(edges[0]?.p50Ms).toEqual([1, 2, 33, 44]);
});

it('is the same as before where nothing is new', () => {
  const known = historyOf(0, 5, ['a']);
  expect(mergeHistory(known, emptyHistory)).toBe(known);
});
