import { isValidSpanId, isValidTraceId } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { createSpanId, createTraceId } from './random-ids.ts';

test('ids are valid, and no two are the same, however many are made', () => {
  const ids = Array.from({ length: 3000 }, (_, turn) =>
    turn % 3 === 0 ? createTraceId() : createSpanId(),
  );
  expect(ids.filter((id) => !isValidTraceId(id) && !isValidSpanId(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every digit of an id is as likely as the others', () => {
  const counts = new Map<string, number>();
  for (let turn = 0; turn < 4000; turn += 1) {
    for (const digit of createSpanId()) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  }
  expect(counts.size).toBe(16);
  // 64 000 digits, 4000 each: a standard deviation is 61.
  for (const count of counts.values()) expect(Math.abs(count - 4000)).toBeLessThan(500);
});
