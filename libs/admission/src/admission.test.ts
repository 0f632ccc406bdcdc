import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom, SimulatedServer } from '../test/simulated-server.ts';
import { type Arrival, createAdmission, type Permit } from './index.ts';

const arrival: Arrival = {
  method: '/shop.Orders/Get',
  criticality: 'default',
  clientKey: 'one',
  isStream: false,
  nowMs: 0,
};
const fine = { minLimit: 1, busyLoopMs: 100 };
const create = (options = {}) =>
  createAdmission({ ...fine, readIdleMs: () => 0, random: () => 0.5, ...options });

test('a burst of 200 calls passes a server that has just started', () => {
  const admission = create();
  const entries = Array.from({ length: 200 }, () => admission.tryEnter(arrival));
  expect(entries.every(({ admitted }) => admitted)).toBe(true);
});

test('a burst of 200 calls passes a server that has long served few', () => {
  const server = new SimulatedServer(4, 1);
  server.run(20_000, [{ callsPerSecond: 40, serviceMs: 10 }]);
  const entries = Array.from({ length: 200 }, () =>
    server.admission.tryEnter({ ...arrival, nowMs: server.nowMs }),
  );
  expect(entries.every(({ admitted }) => admitted)).toBe(true);
});

test('no more calls at a time than the greatest limit, however calm it is', () => {
  const admission = create({ maxLimit: 10 });
  const entries = Array.from({ length: 11 }, () => admission.tryEnter(arrival));
  expect(entries.map(({ admitted }) => admitted)).toEqual([...Array(10).fill(true), false]);
});

test('a refusal says why and when to come again', () => {
  const admission = create({ maxLimit: 1 });
  admission.tryEnter(arrival);
  expect(admission.tryEnter(arrival)).toEqual({
    admitted: false,
    reason: 'OVERLOADED',
    retryAfterMs: 400,
    pushbackMs: 400,
  });
});

test('a permit that is ended twice frees one place', () => {
  const admission = create({ maxLimit: 2 });
  const first = admission.tryEnter(arrival) as Permit;
  admission.tryEnter(arrival);
  first.end('success', 1);
  first.end('success', 1);
  expect(admission.snapshot(1).inFlight.default).toBe(1);
});

test('health checks, reflection and the admin service are never refused', () => {
  const admission = create({ maxLimit: 1, maxStreams: 1 });
  admission.tryEnter(arrival);
  admission.tryEnter({ ...arrival, isStream: true });
  for (const method of [
    '/grpc.health.v1.Health/Check',
    '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
    '/ballast.admin.v1.AdminService/WatchState',
  ]) {
    expect(admission.tryEnter({ ...arrival, method }).admitted).toBe(true);
    expect(admission.tryEnter({ ...arrival, method, isStream: true }).admitted).toBe(true);
  }
});

test('streams have places of their own, and their length says nothing', () => {
  const admission = create({ maxStreams: 2 });
  const streams = [1, 2].map(() => admission.tryEnter({ ...arrival, isStream: true }) as Permit);
  expect(admission.tryEnter({ ...arrival, isStream: true })).toMatchObject({
    admitted: false,
    reason: 'TOO_MANY_STREAMS',
  });
  expect(admission.tryEnter(arrival).admitted).toBe(true);
  streams[0]!.end('abandoned', 3_600_000);
  expect(admission.tryEnter({ ...arrival, isStream: true }).admitted).toBe(true);
  expect(admission.snapshot(0)).toMatchObject({ latencyRatio: 1, streams: { open: 2, max: 2 } });
});

test('a rate limit is told apart from an overload', () => {
  const rateLimits = [{ methods: '/', per: 'client', callsPerSecond: 1 } as const];
  const admission = create({ rateLimits });
  expect(admission.tryEnter(arrival).admitted).toBe(true);
  expect(admission.tryEnter(arrival)).toMatchObject({
    reason: 'RATE_LIMITED',
    retryAfterMs: 1_125,
  });
  expect(admission.snapshot(0).refused).toEqual({ RATE_LIMITED: 1 });
});

/** Turns of an event loop without idle time, each with 50 calls of 1 ms: refusals in each turn. */
async function refusedByTurn(ends: 'in the end' | 'at once'): Promise<number[]> {
  const admission = create();
  const refused: number[] = [];
  let nowMs = 0;
  for (let turn = 0; turn < 20; turn += 1) {
    const open: Permit[] = [];
    const arrivedMs = nowMs;
    refused.push(0);
    for (let i = 0; i < 50; i += 1) {
      const entry = admission.tryEnter({ ...arrival, nowMs: arrivedMs });
      if (!entry.admitted) refused[turn]! += 1;
      else if (ends === 'at once') entry.end('success', (nowMs += 1));
      else open.push(entry);
    }
    for (const entry of open) entry.end('success', (nowMs += 1));
    nowMs += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return refused;
}

test('an event loop without time to spare is an overload, by the calls in flight', async () => {
  const refused = await refusedByTurn('in the end');
  expect(refused.slice(0, 2)).toEqual([0, 0]);
  expect(refused.at(-1)).toBeGreaterThan(30);
  expect(refused.at(-1)).toBeLessThan(50);
});

test('and by the calls of a turn, where none is in flight for long', async () => {
  const refused = await refusedByTurn('at once');
  expect(refused.slice(0, 2)).toEqual([0, 0]);
  expect(refused.at(-1)).toBeGreaterThan(30);
  expect(refused.at(-1)).toBeLessThan(50);
});

test('whatever comes and goes, all places are free in the end', () => {
  const step = fc.record({
    criticality: fc.constantFrom('critical', 'default', 'sheddable'),
    clientKey: fc.constantFrom('a', 'b', 'c'),
    isStream: fc.boolean(),
    outcome: fc.constantFrom('success', 'failure', 'abandoned'),
    gapMs: fc.nat(50),
    keeps: fc.nat(40),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), fc.integer(), (steps, seed) => {
      const admission = create({ random: seededRandom(seed), maxLimit: 30, maxStreams: 5 });
      const open: Permit[] = [];
      let nowMs = 0;
      for (const { outcome, gapMs, keeps, ...rest } of steps) {
        nowMs += gapMs;
        const entry = admission.tryEnter({ ...arrival, ...rest, nowMs } as Arrival);
        if (entry.admitted) open.push(entry);
        while (open.length > keeps) open.shift()!.end(outcome as 'success', nowMs);
        const { limit, inFlight, streams } = admission.snapshot(nowMs);
        expect(limit).toBeGreaterThanOrEqual(2);
        expect(inFlight.critical + inFlight.default + inFlight.sheddable).toBeLessThanOrEqual(30);
        expect(streams.open).toBeLessThanOrEqual(5);
      }
      for (const permit of open) permit.end('success', nowMs);
      expect(admission.snapshot(nowMs)).toMatchObject({
        inFlight: { critical: 0, default: 0, sheddable: 0 },
        streams: { open: 0 },
      });
    }),
  );
});

test('the snapshot is plain JSON', () => {
  const admission = create();
  admission.tryEnter(arrival);
  const snapshot = admission.snapshot(0);
  expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  expect(snapshot).toMatchObject({ state: 'calm', cause: null, limit: 1_000, served: 1 });
});
