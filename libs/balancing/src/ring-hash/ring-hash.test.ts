import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PickRun, variation } from '../../test/run-picks.ts';
import { buildRing, findPoint, PointCache, type RingMember } from './ring.ts';
import { ringHashPolicy } from './ring-hash.ts';

const header = { requestHashHeader: 'x-user' };
const names = (count: number) => Array.from({ length: count }, (_, i) => `10.0.0.${i}:50051`);
const user = (i: number) => ({ headers: { 'x-user': `user-${i}` } });

function place(run: PickRun<unknown>, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const slot = run.start(user(i));
    run.end(slot);
    return slot;
  });
}

test('a call with the same header value goes to the same endpoint', () => {
  const run = new PickRun(ringHashPolicy, header, { names: names(10) });
  expect(place(run, 200)).toEqual(place(run, 200));
});

test('an endpoint that leaves moves its own calls alone, and one that returns gets them back', () => {
  const run = new PickRun(ringHashPolicy, header, { names: names(8) });
  const before = place(run, 2_000);
  run.rotation.removeReady(3);
  const without = place(run, 2_000);
  const moved = before.filter((slot, i) => slot !== 3 && slot !== without[i]);
  expect(moved).toEqual([]);
  expect(without).not.toContain(3);
  run.rotation.addReady(3, 0);
  expect(place(run, 2_000)).toEqual(before);
});

test('an endpoint that joins takes about its share and moves little between the others', () => {
  const run = new PickRun(ringHashPolicy, header, { names: names(9) });
  const before = place(run, 3_000);
  const slot = run.add('10.0.1.1:50051');
  const after = place(run, 3_000);
  const taken = after.filter((each) => each === slot).length;
  const moved = after.filter((each, i) => each !== slot && each !== before[i]).length;
  expect(taken).toBeGreaterThan(150);
  expect(taken).toBeLessThan(600);
  // A42 gives each endpoint fewer points as the list grows, so a few calls move beside.
  expect(moved).toBeLessThan(300);
});

test('a call that is tried again walks on along the ring, always the same way', () => {
  const run = new PickRun(ringHashPolicy, header, { names: names(5) });
  const first = run.start(user(1));
  const second = run.start({ ...user(1), tried: [first] });
  const third = run.start({ ...user(1), tried: [first, second] });
  expect(new Set([first, second, third]).size).toBe(3);
  expect(run.start({ ...user(1), tried: [first] })).toBe(second);
});

test('calls without the header go everywhere', () => {
  const run = new PickRun(ringHashPolicy, header, { names: names(10) });
  const calls = run.callsBySlot(20_000, 1);
  expect(variation([...calls.values()])).toBeLessThan(0.35);
  expect(calls.size).toBe(10);
});

describe('the ring', () => {
  const members = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 30,
  });
  const withKeys = (list: { weight: number }[]): RingMember[] =>
    list.map(({ weight }, slot) => ({ slot, weight, hashKey: `host-${slot}` }));

  test('gives each endpoint points in proportion to its weight', () => {
    fc.assert(
      fc.property(members, (list) => {
        const all = withKeys(list);
        const { slots } = buildRing(all, 1_024, 4_096, new PointCache());
        const total = all.reduce((sum, { weight }) => sum + weight, 0);
        for (const { slot, weight } of all) {
          const share = slots.filter((each) => each === slot).length;
          expect(Math.abs(share - (slots.length * weight) / total)).toBeLessThanOrEqual(1.01);
        }
        expect(slots.length).toBeGreaterThanOrEqual(1_024);
        expect(slots.length).toBeLessThanOrEqual(4_096);
      }),
    );
  });

  test('finds the same point as a walk from the start would', () => {
    const ring = buildRing(withKeys([{ weight: 1 }, { weight: 2 }]), 50, 100, new PointCache());
    fc.assert(
      fc.property(fc.maxSafeNat(), (hash) => {
        const walked = ring.hashes.findIndex((point) => point >= hash);
        expect(findPoint(ring, hash)).toBe(Math.max(0, walked));
      }),
    );
  });
});

test.each([
  [{ minRingSize: 0 }, 'ring_hash_experimental.minRingSize must be within [1, 8388608], got 0'],
  [{ minRingSize: 10, maxRingSize: 5 }, 'minRingSize must be at most maxRingSize (5), got 10'],
  [{ requestHashHeader: 'key-bin' }, 'requestHashHeader must name a text header, got "key-bin"'],
])('the configuration %j is refused', (json, message) => {
  expect(() => ringHashPolicy.parseConfig(json)).toThrow(message);
});
