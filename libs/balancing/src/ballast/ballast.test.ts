import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom, variation } from '../../test/run-picks.ts';
import { warmRun } from '../../test/warm-run.ts';
import { emptyLoadReport, IN_FLIGHT_METRIC } from '../load-report/load-report.ts';
import { Aperture } from './aperture.ts';
import type { CallOutcome } from '../seam/endpoint-picker.ts';
import { ballastPolicy } from './ballast.ts';

const inFlightReport = (inFlight: number) => ({
  ...emptyLoadReport(),
  namedMetrics: new Map([[IN_FLIGHT_METRIC, inFlight]]),
});

describe('a healthy fleet', () => {
  test.each([2, 3, 10, 12, 50])('of %i has its calls spread evenly', (count) => {
    const run = warmRun(count);
    const random = seededRandom(7);
    const latencyMs = () => -10 * Math.log(1 - random());
    const calls = run.callsBySlot(2_000 * count, 2, () => ({ latencyMs: latencyMs() }));
    expect(calls.size).toBe(count);
    expect(variation([...calls.values()])).toBeLessThan(0.08);
  });
});

describe('a slow endpoint', () => {
  test('of ten gets less than 1 % of the calls', () => {
    const run = warmRun(10);
    const calls = run.callsBySlot(10_000, 2, (slot) => ({ latencyMs: slot === 3 ? 100 : 10 }));
    expect(calls.get(3)).toBeLessThan(100);
    expect(calls.get(3)).toBeGreaterThan(0);
  });

  test('that is fast again has four fifths of its share back within 5 s', () => {
    const run = warmRun(10);
    run.callsBySlot(5_000, 2, (slot) => ({ latencyMs: slot === 3 ? 100 : 10 }));
    run.callsBySlot(2_500, 2);
    const calls = run.callsBySlot(5_000, 2);
    expect(calls.get(3)).toBeGreaterThan(0.8 * 500);
  });
});

test('the slower half of two endpoints gets less than 2 % of the calls', () => {
  const run = warmRun(2);
  const calls = run.callsBySlot(5_000, 2, (slot) => ({ latencyMs: slot === 1 ? 100 : 10 }));
  expect(calls.get(1)).toBeLessThan(100);
});

describe('an endpoint that fails fast', () => {
  test('is no sinkhole: of 6 000 calls in 12 s at most 5 fail', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const run = warmRun(10, seed);
      const calls = run.callsBySlot(6_000, 2, (slot) =>
        slot === 3 ? { verdict: 'failure', latencyMs: 1 } : { latencyMs: 20 },
      );
      expect(calls.get(3) ?? 0).toBeLessThanOrEqual(5);
    }
  });

  test('among three leaves the other two their calls', () => {
    const run = warmRun(3);
    const calls = run.callsBySlot(3_000, 2, (slot) =>
      slot === 0 ? { verdict: 'failure', latencyMs: 1 } : {},
    );
    expect(calls.get(0)).toBeLessThanOrEqual(4);
    expect(calls.get(1)! / calls.get(2)!).toBeCloseTo(1, 0);
  });

  test('takes calls again once it answers', () => {
    const run = warmRun(3);
    run.callsBySlot(500, 2, (slot) => (slot === 0 ? { verdict: 'failure', latencyMs: 1 } : {}));
    run.callsBySlot(2_000, 2);
    const calls = run.callsBySlot(3_000, 2);
    expect(calls.get(0)).toBeGreaterThan(800);
  });

  test('keeps its calls where all endpoints fail alike', () => {
    const run = warmRun(5);
    run.callsBySlot(1_000, 2, () => ({ verdict: 'failure', latencyMs: 1 }));
    const calls = run.callsBySlot(5_000, 2, () => ({ verdict: 'failure', latencyMs: 1 }));
    expect(Math.min(...[0, 1, 2, 3, 4].map((slot) => calls.get(slot) ?? 0))).toBeGreaterThan(500);
  });

  test('is not one that answers NOT_FOUND', () => {
    const run = warmRun(3);
    const calls = run.callsBySlot(3_000, 2, (slot) => (slot === 0 ? { verdict: 'neutral' } : {}));
    expect(calls.get(0)).toBeGreaterThan(800);
  });

  test('is not one that refuses a part of its calls: it gets fewer, and is not left alone', () => {
    const run = warmRun(3);
    let asked = 0;
    const calls = run.callsBySlot(3_000, 2, (slot) =>
      slot === 0 && (asked += 1) % 2 === 0 ? { verdict: 'refused', latencyMs: 1 } : {},
    );
    expect(calls.get(0)).toBeGreaterThan(100);
    expect(calls.get(0)).toBeLessThan(900);
  });

  test('is not one of a fleet that refuses alike, and forgets it when that is over', () => {
    const run = warmRun(3);
    run.callsBySlot(2_000, 2, (slot) => (slot < 3 ? { verdict: 'refused', latencyMs: 1 } : {}));
    const calls = run.callsBySlot(3_000, 2);
    expect(Math.min(...[0, 1, 2].map((slot) => calls.get(slot) ?? 0))).toBeGreaterThan(600);
  });

  test('is one that refuses all of its calls for seconds', () => {
    const run = warmRun(3);
    const refuses = (slot: number) =>
      slot === 0 ? ({ verdict: 'refused', latencyMs: 1 } as const) : {};
    run.callsBySlot(5_000, 2, refuses);
    const calls = run.callsBySlot(3_000, 2, refuses);
    expect(calls.get(0) ?? 0).toBeLessThanOrEqual(5);
  });

  test('is passed over where a third of the fleet does so', () => {
    const run = warmRun(40);
    const fails = (slot: number) => slot % 3 === 0;
    const outcomeOf = (slot: number) =>
      fails(slot) ? ({ verdict: 'failure', latencyMs: 1 } as const) : {};
    run.callsBySlot(2_000, 2, outcomeOf);
    const calls = run.callsBySlot(3_000, 2, outcomeOf);
    const failed = [...calls].filter(([slot]) => fails(slot)).map(([, count]) => count);
    expect(failed.reduce((sum, count) => sum + count, 0)).toBeLessThan(60);
  });
});

test('an endpoint that hangs is left alone long before its calls reach their deadline', () => {
  const run = warmRun(10);
  run.callsBySlot(2_000, 2);
  let hanging = 0;
  for (let i = 0; i < 450; i += 1) {
    run.clock.nowMs += 2;
    const slot = run.start();
    if (slot === 3) hanging += 1;
    else run.end(slot);
  }
  expect(hanging).toBeGreaterThan(0);
  expect(hanging).toBeLessThanOrEqual(3);
});

test('an endpoint that hangs costs few calls, those that are tried again included', () => {
  // Deadlines of 1 s, 6 000 calls in 12 s; the goal is at most 5.
  let total = 0;
  for (let seed = 1; seed <= 20; seed += 1) {
    const run = warmRun(10, seed);
    const random = seededRandom(seed + 100);
    const underWay: { slot: number; endMs: number; startMs: number }[] = [];
    const isHanging = (slot: number) => slot === 3 && run.clock.nowMs > 64_000;
    let failed = 0;
    for (let i = 0; i < 8_000; i += 1) {
      const nextMs = run.clock.nowMs + 2;
      underWay.sort((a, b) => a.endMs - b.endMs);
      while (underWay.length > 0 && underWay[0]!.endMs <= nextMs) {
        const { slot, endMs, startMs } = underWay.shift()!;
        run.clock.nowMs = endMs;
        const latencyMs = endMs - startMs;
        if (latencyMs >= 1_000) failed += 1;
        run.end(slot, { verdict: latencyMs >= 1_000 ? 'failure' : 'success', latencyMs });
      }
      run.clock.nowMs = nextMs;
      const slot = run.start();
      const tookMs = isHanging(slot) ? 1_000 : Math.min(999, -10 * Math.log(1 - random()));
      underWay.push({ slot, startMs: nextMs, endMs: nextMs + tookMs });
    }
    expect(failed).toBeLessThanOrEqual(5);
    total += failed;
  }
  expect(total / 20).toBeGreaterThan(1);
  expect(total / 20).toBeLessThan(2.9);
});

test('an endpoint with one call that waits is passed over for busier ones that answer', () => {
  const run = warmRun(3);
  run.callsBySlot(600, 2);
  const underWay: number[] = [];
  while (run.table.inFlight.values[0] === 0) {
    const slot = run.start();
    if (slot !== 0) underWay.push(slot);
  }
  let hanging = 0;
  for (let i = 0; i < 100; i += 1) {
    run.clock.nowMs += 10;
    const slot = run.start();
    if (slot === 0) hanging += 1;
    else underWay.push(slot);
    // The others work on four calls at a time each.
    if (underWay.length > 8) run.end(underWay.shift()!);
  }
  expect(hanging).toBeLessThanOrEqual(4);
});

test('an open stream that is marked as one keeps no calls away', () => {
  const run = warmRun(4);
  const streams = Array.from({ length: 4 }, () => run.start({ isStream: true }));
  const calls = run.callsBySlot(4_000, 2);
  for (const slot of streams) run.end(slot, { isStream: true });
  expect([...run.table.streams.values.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  expect(calls.size).toBe(4);
  expect(variation([...calls.values()])).toBeLessThan(0.5);
});

test('a server that reports many calls of other clients is passed over', () => {
  const run = warmRun(5);
  const calls = run.callsBySlot(2_000, 1, (slot) => ({
    report: inFlightReport(slot === 2 ? 40 : 2),
  }));
  expect(calls.get(2)).toBeLessThan(100);
  for (const slot of [0, 1, 3, 4]) expect(calls.get(slot)).toBeGreaterThan(300);
});

test('the calls of a burst are spread before the first of them starts', () => {
  const run = warmRun(8);
  const call = {
    isRetry: false,
    isStream: false,
    findHeader: () => undefined,
    isTried: () => false,
  };
  const calls = Array.from({ length: 8 }, () => 0);
  for (let i = 0; i < 80; i += 1) calls[run.rotation.place(call)]! += 1;
  expect(Math.max(...calls) - Math.min(...calls)).toBeLessThanOrEqual(5);
});

describe('a new endpoint', () => {
  test.each([3, 200])('beside %i others has its first call within a second', (others) => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const run = warmRun(others, seed);
      run.callsBySlot(6_000, 2);
      const slot = run.add('newcomer');
      const calls = run.callsBySlot(500, 2);
      expect(calls.get(slot)).toBeGreaterThanOrEqual(1);
    }
  });

  test('has less than its share at first, and all of it after the slow start', () => {
    const run = warmRun(3);
    run.callsBySlot(6_000, 2);
    const slot = run.add('newcomer');
    const atFirst = run.callsBySlot(500, 2).get(slot)!;
    run.callsBySlot(5_000, 2);
    const later = run.callsBySlot(500, 2).get(slot)!;
    expect(atFirst).toBeLessThan(70);
    expect(later).toBeGreaterThan(100);
  });
});

test('a call that is tried again goes to another endpoint', () => {
  const run = warmRun(4);
  for (let i = 0; i < 200; i += 1) {
    const slot = run.start({ tried: [0, 1, 2] });
    expect(slot).toBe(3);
    run.end(slot);
  }
});

describe('the window', () => {
  test('shows each endpoint equally often as it slides', () => {
    const aperture = new Aperture(5, seededRandom(3));
    for (let slot = 0; slot < 20; slot += 1) aperture.add(slot);
    const shown = Array.from({ length: 20 }, () => 0);
    for (let pick = 0; pick < 64 * 20; pick += 1) {
      aperture.advance();
      for (let place = 0; place < aperture.width; place += 1) shown[aperture.at(place)]! += 1;
    }
    expect(new Set(shown).size).toBe(1);
  });

  test('holds exactly what was added and not removed, after any steps', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('add'), slot: fc.nat(40) }),
        fc.record({ kind: fc.constant('remove'), slot: fc.nat(40) }),
        fc.record({ kind: fc.constant('slide'), slot: fc.constant(0) }),
      ),
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 2, max: 12 }), (all, size) => {
        const aperture = new Aperture(size, seededRandom(5));
        const model = new Set<number>();
        for (const { kind, slot } of all) {
          if (kind === 'slide') for (let i = 0; i < 64; i += 1) aperture.advance();
          else if (kind === 'remove') aperture.remove(slot);
          else if (!model.has(slot)) aperture.add(slot);
          if (kind === 'add') model.add(slot);
          if (kind === 'remove') model.delete(slot);
          const held = Array.from({ length: aperture.count }, (_, place) => aperture.at(place));
          expect(held.sort((a, b) => a - b)).toEqual([...model].sort((a, b) => a - b));
          expect(aperture.width).toBe(Math.min(size, model.size));
        }
      }),
    );
  });
});

test.each([
  [{ apertureSize: 1 }, 'ballast.apertureSize must be within [2, 1000], got 1'],
  [{ failureBackoff: 2 }, 'ballast.failureBackoff must be a duration such as "1.5s", got 2'],
  [{ aperture: 3 }, 'ballast.aperture is not a field'],
])('the configuration %j is refused', (json, message) => {
  expect(() => ballastPolicy.parseConfig(json)).toThrow(message);
});

/** Calls that come every so often and take what `outcomeOf` says; calls by slot. */
function runOverlapping(
  run: ReturnType<typeof warmRun>,
  count: number,
  gapMs: number,
  outcomeOf: (slot: number) => { verdict?: CallOutcome['verdict']; latencyMs: number },
) {
  const calls = new Map<number, number>();
  const underWay: { readonly endMs: number; readonly slot: number }[] = [];
  const endUntil = (nowMs: number) => {
    underWay.sort((one, other) => one.endMs - other.endMs);
    while (underWay.length > 0 && underWay[0]!.endMs <= nowMs) {
      const { endMs, slot } = underWay.shift()!;
      run.clock.nowMs = endMs;
      run.end(slot, outcomeOf(slot));
    }
    run.clock.nowMs = Math.max(run.clock.nowMs, nowMs);
  };
  for (let i = 0; i < count; i += 1) {
    endUntil(run.clock.nowMs + gapMs);
    const slot = run.start();
    calls.set(slot, (calls.get(slot) ?? 0) + 1);
    underWay.push({ endMs: run.clock.nowMs + outcomeOf(slot).latencyMs, slot });
  }
  endUntil(run.clock.nowMs + 1_000);
  return calls;
}

test('an endpoint that answers NOT_FOUND in no time gets hardly more than its share', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const run = warmRun(3, seed);
    const normal = () => ({ latencyMs: 20 });
    runOverlapping(run, 500, 5, normal);
    const calls = runOverlapping(run, 6_000, 5, (slot) =>
      slot === 0 ? { verdict: 'neutral', latencyMs: 1 } : { latencyMs: 20 },
    );
    expect(calls.get(0)).toBeGreaterThan(2_000 * 0.8);
    expect(calls.get(0)).toBeLessThan(2_000 * 1.25);
  }
});

test('an endpoint that hangs is found though hedges end its calls', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const run = warmRun(3, seed);
    runOverlapping(run, 500, 8, () => ({ latencyMs: 10 }));
    // Each call to it is ended after 60 ms, when another endpoint has answered in its place.
    const calls = runOverlapping(run, 1_000, 8, (slot) =>
      slot === 0 ? { verdict: 'abandoned', latencyMs: 60 } : { latencyMs: 10 },
    );
    expect(calls.get(0)).toBeLessThan(50);
  }
});

test('callers that leave early say nothing of an endpoint', () => {
  const run = warmRun(3);
  runOverlapping(run, 500, 8, () => ({ latencyMs: 10 }));
  const calls = runOverlapping(run, 3_000, 8, (slot) =>
    slot === 0 ? { verdict: 'abandoned', latencyMs: 5 } : { latencyMs: 10 },
  );
  expect(calls.get(0)).toBeGreaterThan(700);
});
