import { expect, test } from 'vitest';
import { OverloadWatch } from './overload.ts';

const calm = { isQueueStanding: false, isServable: false, loopBusyMs: 0 };
const watch = () => new OverloadWatch({ busyLoopMs: 100, calmAfterMs: 1_000 });

test('a standing queue is an overload', () => {
  const overload = watch();
  expect(overload.observe({ ...calm, isQueueStanding: true }, 0)).toBe(true);
  expect(overload.state).toEqual({ kind: 'shedding', sinceMs: 0, cause: 'queue' });
});

test('an event loop that was busy for an interval is one', () => {
  const overload = watch();
  expect(overload.observe({ ...calm, loopBusyMs: 100 }, 0)).toBe(false);
  expect(overload.observe({ ...calm, loopBusyMs: 101 }, 1)).toBe(true);
  expect(overload.state).toMatchObject({ cause: 'event loop' });
});

test('it is over when nobody was refused for a while', () => {
  const overload = watch();
  overload.observe({ ...calm, isQueueStanding: true }, 0);
  overload.refused(500);
  overload.observe(calm, 1_500);
  expect(overload.state.kind).toBe('shedding');
  overload.observe(calm, 1_501);
  expect(overload.state.kind).toBe('calm');
});

test('it is over at once when all that comes could be served, but for a busy event loop', () => {
  const [queue, loop] = [watch(), watch()];
  queue.observe({ ...calm, isQueueStanding: true }, 0);
  loop.observe({ ...calm, loopBusyMs: 101 }, 0);
  for (const overload of [queue, loop]) overload.observe({ ...calm, isServable: true }, 10);
  expect([queue.state.kind, loop.state.kind]).toEqual(['calm', 'shedding']);
});
