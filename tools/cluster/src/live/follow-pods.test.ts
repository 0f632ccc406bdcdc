import { expect, test } from 'vitest';
import { parsePod } from './follow-pods.ts';

test.each([
  ['orders-1|orders|Running||live', { name: 'orders-1', app: 'orders', isRunning: true }],
  ['orders-1|orders|Pending||live', { name: 'orders-1', app: 'orders', isRunning: false }],
  [
    'orders-1|orders|Running|2026-11-26T05:00:00Z|live',
    { name: 'orders-1', app: 'orders', isRunning: false },
  ],
  ['catalogue-x|catalogue|Running||', undefined],
  ['', undefined],
])('%j', (line, pod) => {
  expect(parsePod(line)).toEqual(pod);
});
