import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { beRefused, enter, settled, standInLine } from '../../test/enter.ts';
import { clientStream, unary } from '../../test/methods.ts';
import { createBulkhead, createGuard } from '../index.ts';
import type { Guard, Permit, Refusal } from '../index.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** Room for `maxConcurrent` calls, and a line for four. */
function createTestGuard(maxConcurrent = 1): Guard {
  const bulkhead = createBulkhead('inventory', { maxConcurrent, maxQueue: 4 });
  return createGuard({ method: unary, bulkhead });
}

/** Stands in line, and writes down who had a turn, and how it ended. */
function waitAs(name: string, guard: Guard, turns: string[], timeLeftMs?: number) {
  const waiting = standInLine(guard, performance.now());
  const permits: Permit[] = [];
  const onTurn = (entry: Permit | Refusal): void => {
    turns.push(`${name} ${entry.kind}`);
    if (entry.kind === 'permit') permits.push(entry);
  };
  waiting.wait({ onTurn }, performance.now(), timeLeftMs);
  return { waiting, end: () => permits[0]!.end(status.OK, performance.now()) };
}

describe('a bulkhead', () => {
  test('is shared by all methods of a dependency', () => {
    const bulkhead = createBulkhead('inventory', { maxConcurrent: 2, maxQueue: 0 });
    const [one, other] = [unary, clientStream].map((method) => createGuard({ method, bulkhead }));
    const permit = enter(one!, 0);
    enter(other!, 0);
    const refusal = beRefused(one!, 0);
    expect(refusal).toMatchObject({ reason: 'BULKHEAD_FULL', retryAfterMs: 100 });
    expect(refusal.details).toBe(
      'bulkhead for inventory is full: 2 calls on their way, 0 waiting, none of them longer than 100 ms',
    );
    permit.end(status.OK, 1);
    enter(other!, 1);
  });

  test('is not counted by the breaker when it refuses', () => {
    const guard = createGuard({
      method: unary,
      bulkhead: createBulkhead('inventory', { maxConcurrent: 1, maxQueue: 0 }),
    });
    enter(guard, 0);
    for (let i = 0; i < 100; i++) beRefused(guard, 0);
    expect(guard.snapshot(0)).toMatchObject({ state: 'closed', total: 0, callsRefused: 100 });
  });

  test('does not use up a probe of a half-open breaker when it is full', async () => {
    const bulkhead = createBulkhead('inventory', { maxConcurrent: 1, maxQueue: 0 });
    const guard = createGuard({ method: unary, bulkhead });
    for (let i = 0; i < 20; i++) enter(guard, 0).end(status.UNAVAILABLE, 0);
    await settled();
    const other = enter(createGuard({ method: clientStream, bulkhead }), 1000);
    for (let i = 0; i < 100; i++) beRefused(guard, 1000);
    other.end(status.OK, 1000);
    for (let i = 0; i < 2; i++) enter(guard, 1000).end(status.OK, 1000);
    expect(guard.state).toBe('closed');
  });

  test('has more room, and serves those who wait, as soon as its options say so', () => {
    const guard = createTestGuard();
    const turns: string[] = [];
    enter(guard, performance.now());
    waitAs('a', guard, turns);
    waitAs('b', guard, turns);
    guard.bulkhead.update({ maxConcurrent: 2 }, performance.now());
    expect(turns).toEqual(['a permit']);
    guard.bulkhead.update({ maxConcurrent: 3 }, performance.now());
    expect(guard.bulkhead.snapshot()).toMatchObject({ inFlight: 3, waiting: 0 });
  });
});

describe('the line', () => {
  test('serves the oldest first, and refuses who finds it full', () => {
    const guard = createTestGuard();
    const turns: string[] = [];
    const first = enter(guard, performance.now());
    const a = waitAs('a', guard, turns);
    for (const name of ['b', 'c', 'd']) waitAs(name, guard, turns);
    beRefused(guard, performance.now());
    first.end(status.OK, performance.now());
    expect(turns).toEqual(['a permit']);
    a.end();
    expect(turns).toEqual(['a permit', 'b permit']);
    vi.advanceTimersByTime(100);
    expect(turns).toEqual(['a permit', 'b permit', 'c refused', 'd refused']);
  });

  test('serves the newest first once it has not been empty for queueTimeoutMs', () => {
    const guard = createTestGuard();
    const turns: string[] = [];
    const first = enter(guard, performance.now());
    waitAs('early', guard, turns);
    vi.advanceTimersByTime(60);
    waitAs('old', guard, turns);
    vi.advanceTimersByTime(50);
    const recent = waitAs('new', guard, turns);
    first.end(status.OK, performance.now());
    recent.end();
    expect(turns).toEqual(['early refused', 'new permit', 'old permit']);
  });

  test('keeps nobody for longer than queueTimeoutMs, nor than the call has', () => {
    const guard = createTestGuard();
    const turns: string[] = [];
    enter(guard, performance.now());
    waitAs('patient', guard, turns);
    waitAs('hurried', guard, turns, 30);
    waitAs('late', guard, turns, 0);
    vi.advanceTimersByTime(1);
    expect(turns).toEqual(['late refused']);
    vi.advanceTimersByTime(29);
    expect(turns).toEqual(['late refused', 'hurried refused']);
    vi.advanceTimersByTime(69);
    expect(turns).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(turns).toEqual(['late refused', 'hurried refused', 'patient refused']);
  });

  test('does not serve who is out of time, when the timer is late', () => {
    const guard = createTestGuard();
    const turns: string[] = [];
    const first = enter(guard, performance.now());
    waitAs('a', guard, turns);
    first.end(status.OK, performance.now() + 100);
    expect(turns).toEqual(['a refused']);
    expect(guard.bulkhead.inFlight).toBe(0);
  });

  test('is left by who cancels, from anywhere in it, and tells them nothing', () => {
    const guard = createTestGuard();
    const turns: string[] = [];
    const first = enter(guard, performance.now());
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => waitAs(name, guard, turns));
    for (const { waiting } of [b!, d!, a!, a!]) waiting.cancel();
    expect(guard.bulkhead.waiting).toBe(1);
    first.end(status.OK, performance.now());
    expect(turns).toEqual(['c permit']);
    c!.end();
    expect(guard.bulkhead.inFlight).toBe(0);
  });

  test('asks the breaker again when the turn comes, and gives the room of who is refused to the next', () => {
    const bulkhead = createBulkhead('inventory', { maxConcurrent: 1, maxQueue: 4 });
    const [isolated, open] = [unary, clientStream].map((method) =>
      createGuard({ method, bulkhead }),
    );
    const turns: string[] = [];
    const first = enter(open!, performance.now());
    waitAs('a', isolated!, turns);
    waitAs('b', isolated!, turns);
    waitAs('c', open!, turns);
    isolated!.isolate('by hand');
    first.end(status.OK, performance.now());
    expect(turns).toEqual(['a refused', 'b refused', 'c permit']);
    expect(bulkhead.snapshot()).toMatchObject({ inFlight: 1, waiting: 0 });
  });

  test('has no timer once the last has left it', () => {
    const guard = createTestGuard();
    enter(guard, performance.now());
    const { waiting } = waitAs('a', guard, []);
    expect(vi.getTimerCount()).toBe(1);
    waiting.cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('drops who was given no listener', () => {
    const guard = createTestGuard();
    const first = enter(guard, performance.now());
    standInLine(guard, performance.now());
    first.end(status.OK, performance.now());
    expect(guard.bulkhead.snapshot()).toMatchObject({ inFlight: 0, waiting: 0 });
  });
});

test('whatever happens, no more calls than allowed are on their way, and every waiter is told once', () => {
  const actions = fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('enter' as const),
        timeLeftMs: fc.integer({ min: 0, max: 200 }),
      }),
      fc.record({ kind: fc.constant('end' as const), index: fc.nat(50) }),
      fc.record({ kind: fc.constant('cancel' as const), index: fc.nat(50) }),
      fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 150 }) }),
      fc.record({
        kind: fc.constant('resize' as const),
        maxConcurrent: fc.integer({ min: 1, max: 6 }),
      }),
    ),
    { maxLength: 120 },
  );
  fc.assert(
    fc.property(actions, (steps) => {
      const options = { maxConcurrent: 3, maxQueue: 5, queueTimeoutMs: 100 };
      const bulkhead = createBulkhead('inventory', options);
      const guard = createGuard({ method: unary, bulkhead });
      const held: Permit[] = [];
      const waiters: { cancel: () => void; told: number; isCancelled: boolean }[] = [];
      let most = 3;
      for (const step of steps) {
        const nowMs = performance.now();
        if (step.kind === 'enter') {
          const entry = guard.tryEnter(nowMs);
          if (entry.kind === 'permit') held.push(entry);
          if (entry.kind === 'waiting') {
            const waiter = { cancel: () => entry.cancel(), told: 0, isCancelled: false };
            waiters.push(waiter);
            const onTurn = (turn: Permit | Refusal): void => {
              waiter.told++;
              if (turn.kind === 'permit') held.push(turn);
            };
            entry.wait({ onTurn }, nowMs, step.timeLeftMs);
          }
        } else if (step.kind === 'end') {
          held.splice(step.index % (held.length + 1), 1)[0]?.end(status.OK, nowMs);
        } else if (step.kind === 'cancel') {
          const waiter = waiters[step.index % (waiters.length + 1)];
          if (waiter?.told === 0) {
            waiter.isCancelled = true;
            waiter.cancel();
          }
        } else if (step.kind === 'resize') {
          bulkhead.update({ ...options, maxConcurrent: step.maxConcurrent }, nowMs);
          most = Math.max(step.maxConcurrent, held.length);
        } else {
          vi.advanceTimersByTime(step.ms);
        }
        expect(bulkhead.inFlight).toBe(held.length);
        expect(held.length).toBeLessThanOrEqual(most);
        expect(bulkhead.waiting).toBeLessThanOrEqual(5);
      }
      vi.advanceTimersByTime(100);
      expect(bulkhead.waiting).toBe(0);
      for (const { told, isCancelled } of waiters) expect(told).toBe(isCancelled ? 0 : 1);
    }),
  );
});
