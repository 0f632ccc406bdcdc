import { expect, test } from 'vitest';
import { PickRun, variation } from '../../test/run-picks.ts';
import { randomPolicy } from './random.ts';

const names = Array.from({ length: 20 }, (_, i) => `host-${i}`);

test('every endpoint has the same chance', () => {
  const calls = new PickRun(randomPolicy, {}, { names }).callsBySlot(200_000, 1);
  expect(calls.size).toBe(20);
  expect(variation([...calls.values()])).toBeLessThan(0.03);
});

test('any field is refused', () => {
  expect(() => randomPolicy.parseConfig({ seed: 1 })).toThrow(
    'random.seed is not a field; known: none',
  );
});
