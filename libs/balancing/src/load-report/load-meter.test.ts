import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLoadMeter } from './load-meter.ts';
import { decodeLoadReport } from './load-report.ts';

const steps = fc.array(
  fc.record({
    code: fc.constantFrom(status.OK, status.UNAVAILABLE, status.NOT_FOUND, status.CANCELLED),
    tookMs: fc.double({ min: 0, max: 1_000, noNaN: true }),
    staysOpen: fc.boolean(),
  }),
);

test('the bytes of a trailer say what the report says, whatever calls there were', () => {
  fc.assert(
    fc.property(steps, fc.double({ min: 0, max: 2, noNaN: true }), (calls, utilization) => {
      const meter = createLoadMeter({ readUtilization: () => utilization });
      let nowMs = 1_000;
      for (const { code, tookMs, staysOpen } of calls) {
        meter.started();
        nowMs += tookMs;
        if (!staysOpen) meter.ended(code, nowMs - tookMs, nowMs);
      }
      expect(decodeLoadReport(meter.encode(nowMs))).toEqual(meter.report(nowMs));
      expect(meter.inFlight).toBe(calls.filter(({ staysOpen }) => staysOpen).length);
    }),
  );
});

test('a call that its caller gave up says nothing of how long calls take', () => {
  const meter = createLoadMeter({ readUtilization: () => 0.5 });
  meter.started();
  meter.ended(status.CANCELLED, 0, 60_000);
  expect(meter.latencyMs).toBe(0);
});

test('rates fade while nothing happens', () => {
  const meter = createLoadMeter({ readUtilization: () => 0.5 });
  for (let nowMs = 0; nowMs < 5_000; nowMs += 10) {
    meter.started();
    meter.ended(status.UNAVAILABLE, nowMs, nowMs);
  }
  expect(meter.report(5_000).requestsPerSecond).toBeCloseTo(100, -1);
  expect(meter.report(5_000).errorsPerSecond).toBeCloseTo(100, -1);
  expect(meter.report(20_000).requestsPerSecond).toBeLessThan(0.1);
});
