import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from './event-queue.ts';

test('events come out by time, and those of one time in the order they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const queue = new EventQueue<number>();
      times.forEach((time, index) => queue.add(time, index));
      const out = times.map(() => queue.take()!);
      const expected = times
        .map((time, index) => ({ time, index }))
        .sort((a, b) => a.time - b.time || a.index - b.index)
        .map(({ index }) => index);
      expect(out).toEqual(expected);
      expect(queue.take()).toBeUndefined();
    }),
  );
});

test('events may be added while others are taken', () => {
  const queue = new EventQueue<string>();
  queue.add(2, 'second');
  queue.add(5, 'last');
  expect(queue.take()).toBe('second');
  queue.add(3, 'third');
  expect(queue.nextMs).toBe(3);
  expect([queue.take(), queue.take()]).toEqual(['third', 'last']);
});
