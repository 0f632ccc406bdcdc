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
