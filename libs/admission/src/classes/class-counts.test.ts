import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClassCounts } from './class-counts.ts';
import { parseCriticality } from './criticality.ts';

function counts(critical: number, normal: number, sheddable: number): ClassCounts {
  return Object.assign(new ClassCounts(), { critical, default: normal, sheddable });
}

test('sheddable calls go first, then default ones, critical ones last', () => {
  const hasRoom = (inFlight: number) =>
    (['critical', 'default', 'sheddable'] as const).filter((criticality) =>
      counts(0, inFlight, 0).hasRoom(criticality, 10, false),
    );
  expect(hasRoom(6)).toEqual(['critical', 'default', 'sheddable']);
  expect(hasRoom(7)).toEqual(['critical', 'default']);
  expect(hasRoom(10)).toEqual(['critical']);
});

test('critical calls are held against themselves alone, and are bounded', () => {
  expect(counts(0, 100, 100).hasRoom('critical', 10, false)).toBe(true);
  expect(counts(24, 0, 0).hasRoom('critical', 10, false)).toBe(false);
});

test('a client under its share finds room where others do not', () => {
  expect(counts(0, 10, 0).hasRoom('default', 10, false)).toBe(false);
  expect(counts(0, 10, 0).hasRoom('default', 10, true)).toBe(true);
});

test('who is less important never takes a place of who is more so', () => {
  fc.assert(
    fc.property(
      fc.nat(50),
      fc.nat(50),
      fc.nat(50),
      fc.integer({ min: 1, max: 100 }),
      (c, d, s, l) => {
        const [full, without] = [counts(c, d, s), counts(c, d, 0)];
        expect(full.hasRoom('default', l, false)).toBe(without.hasRoom('default', l, false));
        expect(full.hasRoom('critical', l, false)).toBe(
          counts(c, 0, 0).hasRoom('critical', l, false),
        );
      },
    ),
  );
});

test('the critical load is what they would keep at work, in Erlang', () => {
  const classes = new ClassCounts();
  for (let nowMs = 0; nowMs <= 10_000; nowMs += 10) classes.criticalArrived(50, nowMs);
  expect(classes.criticalLoad(10_000)).toBeCloseTo(5, 0);
  expect(classes.criticalLoad(20_000)).toBeLessThan(0.01);
});

test('an unknown criticality is the default one', () => {
  const values = ['critical', 'sheddable', 'CRITICAL', '', undefined, Buffer.from('critical')];
  expect(values.map(parseCriticality)).toEqual([
    'critical',
    'sheddable',
    'default',
    'default',
    'default',
    'default',
  ]);
});
