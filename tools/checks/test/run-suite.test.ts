import { expect, test } from 'vitest';
import { runSuite } from '../src/run-suite.ts';

const suiteThatEndsWith = (status: number) => ({
  name: 'a suite',
  command: ['node', '-e', `process.exit(${status})`],
  counted: undefined,
});

test.each([
  { status: 0, passed: 1, failed: 0, isPassedOver: false },
  { status: 1, passed: 0, failed: 1, isPassedOver: false },
  // For want of a program that it needs.
  { status: 77, passed: 0, failed: 0, isPassedOver: true },
])('a suite that ends with $status counts as $passed passed, $failed failed', async (row) => {
  const { status, ...counts } = row;
  expect(await runSuite(suiteThatEndsWith(status), 'at the end')).toMatchObject(counts);
});
