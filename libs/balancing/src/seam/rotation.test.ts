import { describe, expect, test } from 'vitest';
import { PickRun } from '../../test/run-picks.ts';
import { randomPolicy } from '../random/random.ts';

const names = (count: number) => Array.from({ length: count }, (_, i) => `host-${i}`);
const failure = { verdict: 'failure', latencyMs: 1 } as const;
const ejection = { consecutiveFailures: 3, baseEjectionTime: '1s', ramp: '2s' };
const withEjection = (count: number, json: object = {}) =>
  new PickRun(randomPolicy, { outlierEjection: { ...ejection, ...json } }, { names: names(count) });

describe('ejection', () => {
  test('takes one of three out after consecutive failures', () => {
    const run = withEjection(3);
    const calls = run.callsBySlot(300, 1, (slot) => (slot === 1 ? failure : {}));
    expect(calls.get(1)).toBe(3);
    expect(run.rotation.ejectedCount).toBe(1);
  });

  test('never counts what is not the host’s fault', () => {
    const run = withEjection(3);
    const calls = run.callsBySlot(3_000, 1, (slot) => (slot === 1 ? { verdict: 'neutral' } : {}));
    expect(calls.get(1)).toBeGreaterThan(800);
  });

  test('acts on a share of failures that stands out', () => {
    const run = withEjection(3, { consecutiveFailures: 0, failureShare: 0.5, minCalls: 20 });
    let turn = 0;
    run.callsBySlot(600, 1, (slot) => (slot === 1 && (turn += 1) % 3 !== 0 ? failure : {}));
    expect(run.rotation.ejectedCount).toBe(1);
  });

  test('spares an endpoint whose share of failures is everybody’s', () => {
    const run = withEjection(3, { consecutiveFailures: 0, failureShare: 0.5, minCalls: 20 });
    let turn = 0;
    run.callsBySlot(3_000, 1, () => ((turn += 1) % 3 !== 0 ? failure : {}));
    expect(run.rotation.ejectedCount).toBe(0);
  });

  test('acts on latency where it is asked to', () => {
    const run = withEjection(5, { latencyRatio: 4, minCalls: 10 });
    run.callsBySlot(900, 1, (slot) => ({ latencyMs: slot === 2 ? 100 : 10 }));
    expect(run.rotation.ejectedCount).toBe(1);
    expect(run.callsBySlot(50, 1).get(2)).toBeUndefined();
  });

  test('lets the endpoint return by a ramp', () => {
    const run = withEjection(4);
    run.callsBySlot(200, 1, (slot) => (slot === 1 ? failure : {}));
    run.clock.nowMs += 1_500;
    const first = run.callsBySlot(1_000, 0.5).get(1) ?? 0;
    run.clock.nowMs += 2_000;
    const later = run.callsBySlot(1_000, 0.5).get(1) ?? 0;
    expect(first).toBeGreaterThan(5);
    expect(first).toBeLessThan(0.6 * later);
    expect(later).toBeGreaterThan(200);
  });

  test('lasts twice as long the next time', () => {
    const run = withEjection(3);
    const outageMs = () => {
      run.callsBySlot(100, 1, (slot) => (slot === 1 ? failure : {}));
      const startMs = run.clock.nowMs;
      while (run.rotation.ejectedCount > 0) run.callsBySlot(1, 10);
      return run.clock.nowMs - startMs;
    };
    const first = outageMs();
    run.clock.nowMs += 2_000;
    expect(outageMs()).toBeGreaterThan(1.3 * first);
  });

  test('panics where most would be out: then all are used', () => {
    const run = withEjection(4);
    const calls = run.callsBySlot(4_000, 0.1, (slot) => (slot === 0 ? {} : failure));
    for (const slot of [0, 1, 2, 3]) expect(calls.get(slot)).toBeGreaterThan(500);
  });

  test('is over for an endpoint that connects anew', () => {
    const run = withEjection(3);
    run.callsBySlot(300, 1, (slot) => (slot === 1 ? failure : {}));
    run.rotation.removeReady(1);
    run.rotation.addReady(1, run.clock.nowMs);
    expect(run.rotation.ejectedCount).toBe(0);
    expect(run.callsBySlot(300, 1).get(1)).toBeGreaterThan(0);
  });
});

describe('slow start', () => {
  const slowStart = { window: '10s', minShare: 0.1 };

  test('grows the share of an endpoint that joins', () => {
    const run = new PickRun(randomPolicy, { slowStart }, { names: names(3) });
    run.clock.nowMs = 20_000;
    run.callsBySlot(100, 1);
    const slot = run.add('newcomer');
    const atFirst = run.callsBySlot(1_000, 1).get(slot)!;
    run.clock.nowMs += 4_000;
    const halfWay = run.callsBySlot(1_000, 1).get(slot)!;
    run.clock.nowMs += 5_000;
    const after = run.callsBySlot(1_000, 1).get(slot)!;
    expect(atFirst).toBeGreaterThan(0);
    expect(atFirst).toBeLessThan(100);
    expect(halfWay).toBeGreaterThan(atFirst);
    expect(after).toBeGreaterThan(180);
  });

  test('grants the first pick', () => {
    const run = new PickRun(randomPolicy, { slowStart: { minShare: 0.001 } }, { names: names(1) });
    run.clock.nowMs = 20_000;
    run.start();
    const slot = run.add('newcomer');
    expect(run.callsBySlot(30, 1).get(slot)).toBeGreaterThanOrEqual(1);
  });
});

describe('zone preference', () => {
  function zoned(home: number, abroad: number, json: object = {}) {
    const run = new PickRun(randomPolicy, { zonePreference: json });
    for (let i = 0; i < home; i += 1) run.add(`home-${i}`);
    for (let i = 0; i < abroad; i += 1) run.add(`abroad-${i}`, { zone: 'abroad' });
    const localCalls = (count: number) => {
      const calls = run.callsBySlot(count, 1);
      let local = 0;
      for (const [slot, each] of calls) if (run.zones.get(slot) === 'home') local += each;
      return local;
    };
    return { run, localCalls };
  }

  test('keeps calls in the caller’s zone', () => {
    expect(zoned(2, 6).localCalls(1_000)).toBe(1_000);
  });

  test('spills in proportion where local endpoints are gone', () => {
    const { run, localCalls } = zoned(10, 10);
    for (let slot = 0; slot < 6; slot += 1) run.rotation.removeReady(slot);
    expect(localCalls(10_000) / 10_000).toBeCloseTo(0.4 / 0.7, 1);
  });

  test('goes elsewhere where nothing local is left, and comes back', () => {
    const { run, localCalls } = zoned(1, 3);
    run.rotation.removeReady(0);
    expect(localCalls(100)).toBe(0);
    run.rotation.addReady(0, run.clock.nowMs);
    expect(localCalls(100)).toBe(100);
  });

  test('spills calls while local endpoints are busier than allowed', () => {
    const { run } = zoned(1, 1, { spillInFlight: 5 });
    const slots = Array.from({ length: 20 }, () => run.start());
    expect(slots.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(slots.slice(5, 10)).toEqual([1, 1, 1, 1, 1]);
  });
});

test.each([
  [
    { slowStart: { window: 10 } },
    'policy.slowStart.window must be a duration such as "1.5s", got 10',
  ],
  [{ slowStart: { minShare: 0 } }, 'policy.slowStart.minShare must be within [0.001, 1], got 0'],
  [{ outlierEjection: { interval: '1s' } }, 'policy.outlierEjection.interval is not a field'],
  [
    { zonePreference: { spillInFlight: 0 } },
    'policy.zonePreference.spillInFlight must be at least 1',
  ],
])('the configuration %j is refused', (json, message) => {
  expect(() => new PickRun(randomPolicy, json)).toThrow(message);
});

test('a removed endpoint’s last calls end without a trace in the counts', () => {
  const run = new PickRun(randomPolicy, { zonePreference: {} }, { names: names(2) });
  const slots = Array.from({ length: 10 }, () => run.start());
  run.remove(0);
  for (const slot of slots) run.end(slot);
  expect([...run.table.inFlight.values.subarray(0, 2)]).toEqual([0, 0]);
  expect([...run.table.outstanding.values.subarray(0, 2)]).toEqual([0, 0]);
});

test('calls that were placed and never started are forgotten', () => {
  const run = new PickRun(randomPolicy, {}, { names: names(2) });
  const call = {
    isRetry: false,
    isStream: false,
    findHeader: () => undefined,
    isTried: () => false,
  };
  run.clock.nowMs = 5_000;
  run.end(run.start());
  for (let i = 0; i < 50; i += 1) run.rotation.place(call);
  run.clock.nowMs = 7_000;
  run.end(run.start());
  expect([...run.table.outstanding.values.subarray(0, 2)]).toEqual([0, 0]);
});
