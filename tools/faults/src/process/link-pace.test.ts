import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LinkPace } from './link-pace.ts';

const sends = fc.array(fc.record({ gapMs: fc.nat(50), bytes: fc.integer({ min: 1, max: 5000 }) }));

test('bytes arrive in their order, never before the delay, never above the rate', () => {
  fc.assert(
    fc.property(
      sends,
      fc.nat(1000),
      fc.integer({ min: 1, max: 1_000_000 }),
      (all, delayMs, rate) => {
        const pace = new LinkPace({ delayMs, bytesPerSecond: rate });
        let nowMs = 0;
        let lastMs = 0;
        let sent = 0;
        for (const { gapMs, bytes } of all) {
          nowMs += gapMs;
          sent += bytes;
          const arrivalMs = pace.arrivalMs(nowMs, bytes);
          expect(arrivalMs).toBeGreaterThanOrEqual(Math.max(lastMs, nowMs + delayMs));
          // All that was sent since the start takes at least so long.
          expect(arrivalMs - delayMs).toBeGreaterThanOrEqual((sent * 1000) / rate - 1e-6);
          lastMs = arrivalMs;
        }
      },
    ),
  );
});

test('a link that was idle has nothing left over, and nothing saved up', () => {
  const pace = new LinkPace({ delayMs: 10, bytesPerSecond: 1000 });
  expect(pace.arrivalMs(0, 100)).toBe(110);
  expect(pace.arrivalMs(50, 100)).toBe(210);
  expect(pace.arrivalMs(1000, 100)).toBe(1110);
});

test.each([
  [{ delayMs: -1 }, 'link.delayMs must be within 0 to 60000, got -1'],
  [{ delayMs: 0, bytesPerSecond: 0 }, 'link.bytesPerSecond must be at least 1, got 0'],
])('%o is refused', (speed, message) => {
  expect(() => new LinkPace(speed)).toThrow(message);
});
