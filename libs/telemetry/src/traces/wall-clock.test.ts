import { expect, test, vi } from 'vitest';
import { WallClock } from './wall-clock.ts';

test('moments within a millisecond stay in their order', () => {
  vi.spyOn(performance, 'now').mockReturnValue(5000);
  const clock = new WallClock(() => 1_000_000);
  const moments = [5000.1, 5000.2, 5000.9, 5900].map((atMs) => clock.toEpochMs(atMs));
  expect(moments.map((ms) => Number((ms - 1_000_000).toFixed(3)))).toEqual([0.1, 0.2, 0.9, 900]);
  vi.restoreAllMocks();
});

test('it follows a system’s clock that is set, and not one that rounds', () => {
  const now = vi.spyOn(performance, 'now');
  let epochMs = 1_000_000;
  const clock = new WallClock(() => epochMs);
  const read = (atMs: number): number => {
    now.mockReturnValue(atMs);
    return clock.toEpochMs(atMs);
  };
  expect(read(0)).toBe(1_000_000);
  epochMs += 1999;
  expect(read(2000)).toBe(1_002_000);
  epochMs += 60_000;
  expect(read(4000)).toBe(1_061_999);
  vi.restoreAllMocks();
});
