import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../test/run-picks.ts';
import { warmRun } from '../../test/warm-run.ts';

describe('few endpoints and few calls', () => {
  /** Ten calls a second in turn, one of a hundred thirty times slower than the others. */
  const longTail = (seed: number) => {
    const random = seededRandom(seed);
    return () => ({ latencyMs: random() < 0.01 ? 300 : 5 + random() * 10 });
  };

  test.each([2, 3, 5])('of %i none loses its calls by one slow answer', (count) => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const run = warmRun(count, seed);
      const outcomeOf = longTail(seed + 50);
      for (let spell = 0; spell < 10; spell += 1) {
        const calls = run.callsBySlot(50 * count, 100, outcomeOf);
        for (let slot = 0; slot < count; slot += 1) {
          expect(calls.get(slot) ?? 0).toBeGreaterThan(10);
        }
      }
    }
  });

  test.each([2, 3, 5])('of %i hardly one loses its calls by a stall of all', (count) => {
    let starved = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const run = warmRun(count, seed);
      const random = seededRandom(seed + 50);
      const usual = () => ({ latencyMs: 5 + random() * 10 });
      run.callsBySlot(50 * count, 100, usual);
      run.callsBySlot(20, 100, () => ({ latencyMs: 1_500 * random() }));
      const calls = run.callsBySlot(50 * count, 100, usual);
      for (let slot = 0; slot < count; slot += 1) if ((calls.get(slot) ?? 0) < 15) starved += 1;
    }
    expect(starved).toBeLessThanOrEqual(2);
  });

  /** Five calls a second, in turn among endpoints whose answers are alike but for one slot's. */
  const seldom = (
    run: ReturnType<typeof warmRun>,
    calls: number,
    slow: (slot: number) => boolean,
  ) => {
    const random = seededRandom(7);
    return run.callsBySlot(calls, 200, (slot) => ({
      latencyMs: slow(slot) ? 90 : 5 + random() * 10,
    }));
  };

  test('a few slow answers keep an endpoint away for dozens of calls, and not for hundreds', () => {
    let fewest = Infinity;
    for (let seed = 1; seed <= 20; seed += 1) {
      const run = warmRun(5, seed);
      seldom(run, 500, () => false);
      let left = 3;
      seldom(run, 60, (slot) => slot === 2 && left-- > 0);
      seldom(run, 60, () => false);
      fewest = Math.min(fewest, seldom(run, 100, () => false).get(2) ?? 0);
    }
    // A fair share is twenty.
    expect(fewest).toBeGreaterThanOrEqual(8);
  });

  test('one that is slow is asked ever more seldom', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const run = warmRun(5, seed);
      seldom(run, 500, () => false);
      seldom(run, 1_000, (slot) => slot === 2);
      expect(seldom(run, 1_000, (slot) => slot === 2).get(2) ?? 0).toBeLessThanOrEqual(8);
    }
  });

  test('one that was slow, left and returns is asked again within 50 calls', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const run = warmRun(3, seed);
      run.callsBySlot(600, 100, (slot) => ({ latencyMs: slot === 1 ? 100 : 10 }));
      run.remove(1);
      run.callsBySlot(10, 100);
      expect(run.add('host-1')).toBe(1);
      expect(run.callsBySlot(50, 100).get(1) ?? 0).toBeGreaterThan(0);
    }
  });

  test('a new configuration forgets nothing of them', () => {
    const run = warmRun(3);
    run.callsBySlot(600, 100, (slot) => ({ latencyMs: slot === 1 ? 100 : 10 }));
    const known = run.rotation.describe(1, run.clock.nowMs).latencyMs!;
    run.configure({ choiceCount: 2 });
    expect(known).toBeGreaterThan(20);
    expect(run.rotation.describe(1, run.clock.nowMs).latencyMs).toBeGreaterThan(20);
  });
});
