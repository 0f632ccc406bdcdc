import { expect, it } from 'vitest';
import { sparkPath } from './spark-path.ts';

const box = { width: 20, height: 10, max: 10 };

it('goes from the left to the right, the greatest value on top', () => {
  expect(sparkPath([0, 5, 10], box).line).toBe('M0 10L10 5L20 0');
});

it('breaks where a value is missing, and closes each area on the ground', () => {
  const { line, area } = sparkPath([10, 10, null, 10, 10], box);
  expect(line).toBe('M0 0L5 0M15 0L20 0');
  expect(area).toBe('M0 0L5 0L5 10L0 10ZM15 0L20 0L20 10L15 10Z');
});

it('lies on the ground where nothing happened', () => {
  expect(sparkPath([0, 0], { ...box, max: 0 }).line).toBe('M0 10L20 10');
});
