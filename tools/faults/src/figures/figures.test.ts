import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DriveRecord } from '../driver/messages.ts';
import { computeFigures } from './figures.ts';
import { computeAbsence, computeOverload } from './special-figures.ts';
import { firstRun } from './windows.ts';

interface Call {
  readonly atMs: number;
  readonly tookMs?: number;
  readonly code?: number;
  readonly criticality?: number;
}

function recordOf(calls: readonly Call[], attempts: readonly (readonly [number, number])[] = []) {
  return {
    warmUpCalls: 200,
    calls: {
      startMs: Float64Array.from(calls, ({ atMs }) => atMs),
      tookMs: Float64Array.from(calls, ({ tookMs }) => tookMs ?? 1),
      code: Int16Array.from(calls, ({ code }) => code ?? 0),
      criticality: Uint8Array.from(calls, ({ criticality }) => criticality ?? 0),
    },
    attempts: {
      startMs: Float64Array.from(attempts, ([atMs]) => atMs),
      port: Uint16Array.from(attempts, ([, port]) => port),
    },
  } satisfies DriveRecord;
}

const timeline = { faultMs: 100, healMs: 1100, endMs: 1100, replicas: 2 };

test('calls are counted from the fault to its end, by how they ended', () => {
  const record = recordOf([
    { atMs: 99, code: 14 },
    { atMs: 100, code: 14 },
    { atMs: 500, code: 5 },
    { atMs: 600, code: -1 },
    { atMs: 1099, tookMs: 7 },
    { atMs: 1100, code: 14 },
  ]);
  expect(computeFigures(record, { ...timeline, answerCode: 5 })).toMatchObject({
    ...{ calls: 4, failed: 2, codes: { 14: 1, 5: 1, incomplete: 1 }, p50Ms: 7, callsBefore: 201 },
  });
});

test('a bad host is found when a hundred attempts in a row pass it by, and back with its share', () => {
  const bad = 7;
  const attempts = Array.from({ length: 400 }, (_, i): [number, number] => {
    const atMs = 100 + 4 * i;
    const isBad = atMs < 300 || atMs > 1300;
    return [atMs, isBad && i % 2 === 0 ? bad : 8];
  });
  const figures = computeFigures(recordOf([], attempts), {
    ...{ ...timeline, badPort: bad, healedPort: bad },
  });
  expect(figures.detectMs).toBe(192);
  expect(figures.badShare).toBeCloseTo(25 / 250);
  // Twenty attempts of which a quarter goes there again.
  expect(figures.recoverMs).toBeGreaterThan(200);
  expect(figures.recoverMs).toBeLessThan(280);
});

test('a host that is never left alone is never found', () => {
  const attempts = Array.from({ length: 300 }, (_, i): [number, number] => [100 + i, 7 + (i % 2)]);
  const { detectMs } = computeFigures(recordOf([], attempts), {
    ...{ ...timeline, badPort: 7, healedPort: 7 },
  });
  expect(detectMs).toBeUndefined();
});

test('the first run below a share is the first of all runs that is', () => {
  const hits = fc.array(fc.boolean(), { maxLength: 60 });
  fc.assert(
    fc.property(
      hits,
      fc.integer({ min: 1, max: 10 }),
      fc.double({ min: 0, max: 1 }),
      (isHit, length, share) => {
        const starts = Array.from({ length: Math.max(0, isHit.length - length + 1) }, (_, i) => i);
        const wanted = starts.find(
          (start) => isHit.slice(start, start + length).filter(Boolean).length / length < share,
        );
        expect(firstRun({ isHit, startMs: [] }, length, 'below', share)).toBe(wanted);
      },
    ),
  );
});

test('overload is judged once it has settled: goodput, latency, critical calls', () => {
  const during = Array.from({ length: 100 }, (_, i): Call => ({
    ...{ atMs: 100 + i * 10, tookMs: 40, criticality: i % 10 === 0 ? 1 : 0 },
    code: i % 10 === 0 || i % 2 === 0 ? 0 : 8,
  }));
  const before: Call = { atMs: 50, tookMs: 20 };
  expect(computeOverload(recordOf([before, ...during]), timeline, 100)).toMatchObject({
    ...{ goodputPerSecond: (37 * 1000) / 750, admittedP99Ms: 40, unloadedP99Ms: 20 },
    criticalServed: 1,
  });
});

test('absence: how fast calls were refused, and how soon one succeeded afterwards', () => {
  const record = recordOf([
    { atMs: 200, code: 14, tookMs: 3 },
    { atMs: 1090, tookMs: 60 },
    { atMs: 1200, tookMs: 5 },
  ]);
  expect(computeAbsence(record, timeline)).toEqual({ refusedP99Ms: 3, backMs: 50 });
});
