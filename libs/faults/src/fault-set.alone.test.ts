import { startLeakCheck } from '@ballast/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Fault, type FaultEffect, FaultSet, FaultyCall } from './index.ts';

const hang: FaultEffect = { kind: 'hang' };
const call = { path: '/shop.v1.Shop/Buy', criticality: 'default' } as const;
const namesOf = (faults: FaultSet) => faults.list().map(({ fault }) => fault.name);
const fault = (name: string, rest: Partial<Fault> = {}): Fault => ({
  ...{ name, methods: '*', effect: hang, ...rest },
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a fault ends by itself when its time to live is over', () => {
  const faults = new FaultSet();
  faults.set([fault('short', { ttlMs: 1000 }), fault('long')]);
  vi.advanceTimersByTime(999);
  expect(namesOf(faults)).toEqual(['long', 'short']);
  vi.advanceTimersByTime(1);
  expect(namesOf(faults)).toEqual(['long']);
  vi.advanceTimersByTime(59_000);
  expect(faults.isEmpty).toBe(true);
});

test('a fault whose time is over hits nothing, though a blocked loop keeps its timer waiting', () => {
  let nowMs = 0;
  const faults = new FaultSet({ nowMs: () => nowMs });
  faults.set([fault('a', { ttlMs: 10 })]);
  nowMs = 10;
  expect(faults.choose(call)).toEqual([]);
  expect(faults.list()).toMatchObject([{ hits: 0, remainingMs: 0 }]);
});

test('a fault takes the place of another of its name, with a new time to live', () => {
  const faults = new FaultSet();
  faults.set([fault('a', { ttlMs: 1000 })]);
  faults.choose(call);
  vi.advanceTimersByTime(900);
  faults.set([fault('a', { ttlMs: 1000, share: 0.5 })]);
  vi.advanceTimersByTime(900);
  expect(faults.list()).toMatchObject([{ fault: { share: 0.5 }, hits: 0, remainingMs: 100 }]);
});

test('a request with one wrong fault changes nothing', () => {
  const faults = new FaultSet();
  expect(() => faults.set([fault('a'), fault('b', { share: 2 })])).toThrow(RangeError);
  expect(() => faults.set([fault('a'), fault('a')])).toThrow('fault.name must be unique');
  expect(faults.isEmpty).toBe(true);
});

test('clearing names what it ended', () => {
  const faults = new FaultSet();
  faults.set([fault('a'), fault('b'), fault('c')]);
  expect(faults.clear(['b', 'unknown'])).toEqual(['b']);
  expect(faults.clear()).toEqual(['a', 'c']);
});

test('all faults together have limits too', () => {
  const faults = new FaultSet();
  const leak = { kind: 'memoryGrowth', kibibytes: 1, maxMebibytes: 256 } as const;
  faults.set([fault('a', { effect: leak }), fault('b', { effect: leak })]);
  expect(() => faults.set([fault('c', { effect: leak })])).toThrow('at most 512, got 768');
  const many = Array.from({ length: 31 }, (_, i) => fault(`many-${i}`));
  expect(() => faults.set(many)).toThrow('at most 32, got 33');
});

test('health changes with notServing alone, by service, and back when it ends', () => {
  const faults = new FaultSet();
  const told: boolean[] = [];
  const stop = faults.onServingChange(() => told.push(faults.isServing('shop.v1.Shop')));
  faults.set([
    fault('a', { methods: 'shop.v1.Shop/*', effect: { kind: 'notServing' }, ttlMs: 10 }),
  ]);
  expect(faults.isServing('shop.v1.Shopping')).toBe(true);
  expect(faults.isServing('')).toBe(true);
  vi.advanceTimersByTime(10);
  stop();
  faults.set([fault('all', { effect: { kind: 'notServing' } })]);
  expect(['', 'shop.v1.Shop'].map((service) => faults.isServing(service))).toEqual([false, false]);
  expect(told).toEqual([false, true]);
  expect(faults.choose(call)).toEqual([]);
});

test('a fault that ends gives back what it holds: memory', () => {
  const faults = new FaultSet();
  faults.set([fault('a', { effect: { kind: 'memoryGrowth', kibibytes: 8, maxMebibytes: 1 } })]);
  const [armed] = faults.choose(call);
  const hoard = faults.hoardOf(armed!);
  hoard?.grow(8);
  expect(hoard?.kibibytes).toBe(8);
  faults.clear();
  expect(hoard?.kibibytes).toBe(0);
});

test('a call whose caller has gone is held no longer, and served no more', async () => {
  const faults = new FaultSet();
  faults.set([fault('a')]);
  const controls = { fail: vi.fn(), cut: vi.fn(), corrupt: vi.fn() };
  const faulty = new FaultyCall(faults, faults.choose(call), controls);
  const serve = vi.fn();
  const begun = faulty.begin(serve);
  faulty.gone();
  await begun;
  expect(serve).not.toHaveBeenCalled();
});

test('a set that is disposed of leaves no timer', async () => {
  vi.useRealTimers();
  using leaks = startLeakCheck();
  const faults = new FaultSet();
  faults.set([fault('a')]);
  expect(leaks.open()).toHaveLength(1);
  faults[Symbol.dispose]();
  await leaks.expectNone();
});
