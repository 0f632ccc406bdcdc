import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { beRefused, enter, settled } from '../../test/enter.ts';
import { unary } from '../../test/methods.ts';
import { createGuard } from '../index.ts';
import type { BreakerOptions, Guard, GuardChange } from '../index.ts';

/** A guard whose open times are the longest they may be. */
function createTestGuard(breaker: BreakerOptions = {}, changes: GuardChange[] = []): Guard {
  const onChange = (change: GuardChange) => void changes.push(change);
  return createGuard({ method: unary, breaker, onChange, random: () => 1 });
}

function call(guard: Guard, nowMs: number, code: status, durationMs = 0): void {
  enter(guard, nowMs).end(code, nowMs + durationMs);
}

function callMany(guard: Guard, count: number, nowMs: number, code: status): void {
  for (let i = 0; i < count; i++) call(guard, nowMs, code);
}

async function openAt(guard: Guard, nowMs: number): Promise<void> {
  callMany(guard, 20, nowMs, status.UNAVAILABLE);
  await settled();
  expect(guard.state).toBe('open');
}

async function failTrialAt(guard: Guard, nowMs: number): Promise<void> {
  callMany(guard, 2, nowMs, status.UNAVAILABLE);
  await settled();
  expect(guard.state).toBe('open');
}

describe('a closed breaker', () => {
  test('opens in the same moment in which half of 20 calls have failed', () => {
    const guard = createTestGuard();
    callMany(guard, 10, 0, status.OK);
    callMany(guard, 9, 0, status.UNAVAILABLE);
    const last = enter(guard, 5);
    last.end(status.UNAVAILABLE, 5);
    expect(beRefused(guard, 5).reason).toBe('BREAKER_OPEN');
  });

  test('opens on the success that makes the calls enough', () => {
    const guard = createTestGuard();
    callMany(guard, 19, 0, status.UNAVAILABLE);
    expect(guard.state).toBe('closed');
    call(guard, 0, status.OK);
    expect(guard.state).toBe('open');
  });

  test('stays closed when a third of the calls fail, as with one bad host of three', () => {
    const guard = createTestGuard();
    for (let i = 0; i < 3000; i++) call(guard, i, i % 3 === 0 ? status.UNAVAILABLE : status.OK);
    expect(guard.state).toBe('closed');
  });

  test('stays closed when every call has an answer that nobody wanted', () => {
    const guard = createTestGuard();
    for (let i = 0; i < 1000; i++) call(guard, i, status.NOT_FOUND);
    expect(guard.snapshot(1000)).toMatchObject({ state: 'closed', total: 1000, failed: 0 });
  });

  test('does not count refusals by the server, nor callers who left', () => {
    const guard = createTestGuard();
    callMany(guard, 100, 0, status.RESOURCE_EXHAUSTED);
    callMany(guard, 100, 0, status.CANCELLED);
    expect(guard.snapshot(0)).toMatchObject({ state: 'closed', total: 0 });
  });

  test('opens when all calls are slow, though none failed', () => {
    const guard = createTestGuard();
    for (let i = 0; i < 20; i++) call(guard, 0, status.OK, 5000);
    expect(guard.snapshot(5000)).toMatchObject({
      state: 'open',
      reason: '20 of 20 calls were slow',
    });
  });

  test('counts callers who left after a slow call’s time, for they have waited', () => {
    const guard = createTestGuard();
    for (let i = 0; i < 20; i++) call(guard, 0, status.CANCELLED, 5000);
    expect(guard.state).toBe('open');
  });

  test('stays closed when one of 20 calls was quick', () => {
    const guard = createTestGuard();
    call(guard, 0, status.OK, 4999);
    for (let i = 0; i < 19; i++) call(guard, 0, status.OK, 5000);
    expect(guard.snapshot(5000)).toMatchObject({ state: 'closed', total: 20, slow: 19 });
  });

  test('counts a call once, however often it ends', () => {
    const guard = createTestGuard();
    const permit = enter(guard, 0);
    for (let i = 0; i < 30; i++) permit.end(status.UNAVAILABLE, 0);
    expect(guard.snapshot(0)).toMatchObject({ state: 'closed', total: 1 });
    expect(guard.bulkhead.inFlight).toBe(0);
  });
});

describe('an open breaker', () => {
  test('refuses and says until when, and why', async () => {
    const guard = createTestGuard();
    await openAt(guard, 0);
    const refusal = beRefused(guard, 400);
    expect(refusal).toMatchObject({ kind: 'refused', reason: 'BREAKER_OPEN', retryAfterMs: 600 });
    expect(refusal.details).toMatch(
      /^breaker for \/ballast\.testing\.v1\.TestService\/Unary is open until \d{4}-\d\d-\d\dT[\d:.]+Z: 20 of 20 calls failed$/,
    );
  });

  test('does not count what it refuses', async () => {
    const guard = createTestGuard();
    await openAt(guard, 0);
    for (let i = 0; i < 1000; i++) beRefused(guard, 1);
    expect(guard.snapshot(1)).toMatchObject({ total: 0, timesOpened: 1, callsRefused: 1000 });
  });

  test('does not listen to calls that began before it opened', async () => {
    const guard = createTestGuard();
    const early = Array.from({ length: 50 }, () => enter(guard, 0));
    await openAt(guard, 1);
    const probes = [1001, 1001, 1001].map((nowMs) => enter(guard, nowMs));
    for (const permit of early.slice(0, 25)) permit.end(status.UNAVAILABLE, 1002);
    for (const permit of probes) permit.end(status.OK, 1003);
    await settled();
    expect(guard.state).toBe('closed');
    for (const permit of early.slice(25)) permit.end(status.UNAVAILABLE, 1004);
    expect(guard.snapshot(1004)).toMatchObject({ state: 'closed', total: 0 });
  });

  test('stays open twice as long after every trial that failed, up to its limit', async () => {
    const guard = createTestGuard({ openDurationMs: 1000, maxOpenDurationMs: 5000 });
    await openAt(guard, 0);
    const openForMs: number[] = [];
    for (let nowMs = 0, i = 0; i < 5; i++) {
      const { retryAfterMs } = beRefused(guard, nowMs);
      openForMs.push(retryAfterMs);
      nowMs += retryAfterMs;
      await failTrialAt(guard, nowMs);
    }
    expect(openForMs).toEqual([1000, 2000, 4000, 5000, 5000]);
  });

  test('stays open for half of that at least, by chance', async () => {
    const guard = createGuard({ method: unary, random: () => 0 });
    await openAt(guard, 0);
    expect(beRefused(guard, 0).retryAfterMs).toBe(500);
  });

  test('opens for the first duration again once it was closed', async () => {
    const guard = createTestGuard();
    await openAt(guard, 0);
    await failTrialAt(guard, 1000);
    callMany(guard, 2, 3000, status.OK);
    await settled();
    await openAt(guard, 4000);
    expect(beRefused(guard, 4000).retryAfterMs).toBe(1000);
  });
});

describe('a half-open breaker', () => {
  test('lets 3 of 1000 calls through at once and refuses 997 in the same tick', async () => {
    const guard = createTestGuard();
    await openAt(guard, 0);
    const kinds = Array.from({ length: 1000 }, () => guard.tryEnter(1000).kind);
    expect(kinds.filter((kind) => kind === 'permit')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(997);
    expect(guard.state).toBe('half-open');
  });

  test('closes as soon as the probes that are out can change nothing', async () => {
    const guard = createTestGuard();
    await openAt(guard, 0);
    const [first, second] = [1000, 1000, 1000].map((nowMs) => enter(guard, nowMs));
    first!.end(status.OK, 1001);
    expect(guard.state).toBe('half-open');
    second!.end(status.NOT_FOUND, 1001);
    expect(guard.state).toBe('closed');
    // Before cockatiel's machine has moved, too.
    enter(guard, 1001).end(status.OK, 1001);
    await settled();
    expect(guard.snapshot(1001)).toMatchObject({ state: 'closed', total: 1 });
  });

  test('closes although one probe of three met the bad host', async () => {
    const guard = createTestGuard();
    await openAt(guard, 0);
    call(guard, 1000, status.UNAVAILABLE);
    callMany(guard, 2, 1000, status.OK);
    expect(guard.state).toBe('closed');
  });

  test('gives the place of a probe that said nothing to another', async () => {
    const guard = createTestGuard();
    await openAt(guard, 0);
    callMany(guard, 100, 1000, status.CANCELLED);
    callMany(guard, 100, 1000, status.RESOURCE_EXHAUSTED);
    const probes = [1000, 1000, 1000].map((nowMs) => enter(guard, nowMs));
    beRefused(guard, 1000);
    for (const permit of probes) permit.end(status.OK, 1001);
    expect(guard.state).toBe('closed');
  });

  test('takes probes that are silent for a slow call’s time for slow, and opens again', async () => {
    const guard = createTestGuard();
    await openAt(guard, 0);
    const silent = [1000, 1000, 1000].map((nowMs) => enter(guard, nowMs));
    beRefused(guard, 5999);
    beRefused(guard, 6000);
    await settled();
    expect(guard.snapshot(6000)).toMatchObject({
      state: 'open',
      retryAfterMs: 2000,
      reason: '3 of 3 trial calls were slow',
    });
    for (const permit of silent) permit.end(status.OK, 6001);
    expect(guard.state).toBe('open');
  });
});

describe('the state of a breaker', () => {
  test('is told with every change', async () => {
    const changes: GuardChange[] = [];
    const guard = createTestGuard({}, changes);
    await openAt(guard, 0);
    await failTrialAt(guard, 1000);
    callMany(guard, 3, 3000, status.OK);
    await settled();
    expect(changes.map(({ summary }) => summary.replace(unary.path, 'it'))).toEqual([
      'breaker for it is open: 20 of 20 calls failed',
      'breaker for it is half-open: 20 of 20 calls failed',
      'breaker for it is open: 2 of 2 trial calls failed',
      'breaker for it is half-open: 2 of 2 trial calls failed',
      'breaker for it is closed',
    ]);
    expect(changes[0]).toMatchObject({ from: 'closed', to: 'open', path: unary.path });
  });

  test('goes half-open at once when the dependency is healthy again', async () => {
    const guard = createTestGuard({ openDurationMs: 8000 });
    await openAt(guard, 0);
    beRefused(guard, 100);
    guard.healthy(100);
    enter(guard, 100);
    expect(guard.state).toBe('half-open');
  });

  test('is not moved more often than openDurationMs by an endpoint that comes and goes', async () => {
    const guard = createTestGuard({ openDurationMs: 1000 });
    await openAt(guard, 0);
    guard.healthy(100);
    await failTrialAt(guard, 100);
    guard.healthy(200);
    expect(beRefused(guard, 200).retryAfterMs).toBe(900);
    await failTrialAt(guard, 1100);
  });

  test('tries at once though a trial has just failed, while nobody was there', async () => {
    const guard = createTestGuard({ openDurationMs: 1000 });
    await openAt(guard, 0);
    await failTrialAt(guard, 1000);
    guard.healthy(1100);
    enter(guard, 1100);
    expect(guard.state).toBe('half-open');
  });

  test('is not moved by a healthy dependency while it is closed', () => {
    const guard = createTestGuard();
    guard.healthy(0);
    expect(guard.state).toBe('closed');
  });

  test('is isolated until it is released, whatever happens', async () => {
    const guard = createTestGuard();
    const early = enter(guard, 0);
    guard.isolate('moving the database');
    early.end(status.OK, 1);
    guard.reset();
    guard.healthy(1e9);
    const refusal = beRefused(guard, 1e9);
    expect(refusal.reason).toBe('BREAKER_ISOLATED');
    expect(refusal.details).toBe(`breaker for ${unary.path} is isolated: moving the database`);
    guard.release();
    expect(guard.snapshot(1e9)).toMatchObject({ state: 'closed', total: 0, reason: '' });
    await settled();
    enter(guard, 1e9);
  });

  test.each([
    ['closed', () => Promise.resolve()],
    ['open', (guard: Guard) => openAt(guard, 0)],
    ['half-open', (guard: Guard) => openAt(guard, 0).then(() => void enter(guard, 1000))],
    ['opening', (guard: Guard) => Promise.resolve(callMany(guard, 20, 0, status.UNAVAILABLE))],
  ])('is closed by a reset when it was %s', async (_name, prepare) => {
    const guard = createTestGuard();
    await prepare(guard);
    guard.reset();
    expect(guard.state).toBe('closed');
    await settled();
    expect(guard.state).toBe('closed');
    await openAt(guard, 2000);
  });

  test('is closed by every reset, and opens and is tried again after each', async () => {
    const guard = createTestGuard();
    for (const nowMs of [0, 10_000, 20_000]) {
      await openAt(guard, nowMs);
      enter(guard, nowMs + 1000);
      expect(guard.state).toBe('half-open');
      guard.reset();
      expect(guard.state).toBe('closed');
    }
  });

  test('survives that it is isolated in the moment in which it opens', async () => {
    const guard = createTestGuard();
    callMany(guard, 20, 0, status.UNAVAILABLE);
    guard.isolate('by hand');
    await settled();
    expect(guard.state).toBe('isolated');
    guard.release();
    expect(guard.state).toBe('closed');
    await openAt(guard, 1);
  });
});

describe('other options', () => {
  test('are in force at once, and forget nothing', () => {
    const guard = createTestGuard({ minCalls: 100 });
    callMany(guard, 30, 0, status.UNAVAILABLE);
    expect(guard.state).toBe('closed');
    guard.update({ minCalls: 31, windowMs: 20_000 }, 9000);
    call(guard, 15_000, status.OK);
    expect(guard.state).toBe('open');
  });

  test('shorten the time that an open breaker stays open', async () => {
    const guard = createTestGuard({ openDurationMs: 30_000 });
    await openAt(guard, 0);
    guard.update({ openDurationMs: 500, maxOpenDurationMs: 2000 }, 100);
    expect(beRefused(guard, 100).retryAfterMs).toBe(1900);
  });

  test('that are wrong change nothing', () => {
    const guard = createTestGuard({ minCalls: 1 });
    expect(() => guard.update({ minCalls: 0 })).toThrow(RangeError);
    call(guard, 0, status.UNAVAILABLE);
    expect(guard.state).toBe('open');
  });
});
