import { describe, expect, test } from 'vitest';
import { warmRun } from '../../test/warm-run.ts';

/** Their slow start takes 4 s. */
const policy = { slowStart: { window: '4s' } };

describe('new endpoints whose first answers take long', () => {
  /** Twenty times slower at first; half of that is gone with each call. */
  const warmingUp = (isNew: (slot: number) => boolean) => {
    const answered = new Map<number, number>();
    return (slot: number) => {
      const count = answered.get(slot) ?? 0;
      answered.set(slot, count + 1);
      return { latencyMs: isNew(slot) ? 10 + 190 * 0.5 ** count : 10 };
    };
  };

  test('have their share soon after the slow start, of a client that calls seldom, too', () => {
    const [stepMs, seeds] = [40, 20];
    let fewest = Infinity;
    for (let seed = 1; seed <= seeds; seed += 1) {
      const run = warmRun(2, seed, policy);
      run.callsBySlot(1_000, stepMs);
      const added = ['a', 'b', 'c'].map((name) => run.add(name));
      const answer = warmingUp((slot) => added.includes(slot));
      run.callsBySlot(5_000 / stepMs, stepMs, answer);
      const calls = run.callsBySlot(10_000 / stepMs, stepMs, answer);
      const shares = added.map((slot) => (calls.get(slot) ?? 0) / (250 / 5));
      fewest = Math.min(fewest, ...shares);
    }
    expect(fewest).toBeGreaterThan(0.6);
  });

  test('and take a hundred calls for it, have their share of a client that calls seldom', () => {
    let fewest = Infinity;
    for (let seed = 1; seed <= 20; seed += 1) {
      const run = warmRun(2, seed, policy);
      run.callsBySlot(500, 100);
      const added = ['a', 'b', 'c'].map((name) => run.add(name));
      const answered = new Map<number, number>();
      const answer = (slot: number) => {
        const count = answered.get(slot) ?? 0;
        answered.set(slot, count + 1);
        return { latencyMs: added.includes(slot) ? 10 + 30 * 0.97 ** count : 10 };
      };
      run.callsBySlot(100, 100, answer);
      const calls = run.callsBySlot(100, 100, answer);
      const ofAdded = added.reduce((sum, slot) => sum + (calls.get(slot) ?? 0), 0);
      fewest = Math.min(fewest, ofAdded / 60);
    }
    expect(fewest).toBeGreaterThan(0.7);
  });

  test('and stay slow are found out when it is over', () => {
    const run = warmRun(4, 1, policy);
    run.callsBySlot(2_000, 2);
    const slot = run.add('slow');
    const answer = (each: number) => ({ latencyMs: each === slot ? 100 : 10 });
    run.callsBySlot(2_500, 2, answer);
    expect(run.callsBySlot(5_000, 2, answer).get(slot) ?? 0).toBeLessThan(50);
  });
});
