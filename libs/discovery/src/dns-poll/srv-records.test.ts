import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankServices, weighServices } from './srv-records.ts';

const srv = (name: string, weight: number, priority = 0) => ({ name, port: 7, weight, priority });
const at = (weight: number, ...hosts: string[]) => ({ service: srv(hosts.join(), weight), hosts });

test('the lowest priority is the first', () => {
  const [a, b, c] = [srv('a', 1, 20), srv('b', 1, 10), srv('c', 1, 20)];
  expect(rankServices([a, b, c])).toEqual([[b], [a, c]]);
});

test('weights that are all alike say nothing', () => {
  expect(weighServices([at(5, 'a'), at(5, 'b')]).map(({ weight }) => weight)).toEqual([
    undefined,
    undefined,
  ]);
});

test('weight 0 beside others is little, and not nothing', () => {
  expect(weighServices([at(0, 'a'), at(5, 'b')]).map(({ weight }) => weight)).toEqual([0.01, 5]);
});

test('a target with several addresses shares its weight among them', () => {
  expect(weighServices([at(6, 'a', 'b', 'c'), at(6, 'd')]).map(({ weight }) => weight)).toEqual([
    2, 2, 2, 6,
  ]);
});

test('a target with one address lends its name as hash key', () => {
  expect(weighServices([at(1, 'a'), at(1, 'b', 'c')])).toEqual([
    { host: 'a', port: 7, weight: 1, hashKey: 'a' },
    { host: 'b', port: 7, weight: 0.5 },
    { host: 'c', port: 7, weight: 0.5 },
  ]);
});

test('every address is there once, and the weights add up', () => {
  const anyFound = fc.record({
    service: fc.record({
      name: fc.constantFrom('x', 'y'),
      port: fc.constant(7),
      priority: fc.constant(0),
      weight: fc.integer({ min: 1, max: 9 }),
    }),
    hosts: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(anyFound, { minLength: 2 }), (found) => {
      const endpoints = weighServices(found);
      const hosts = endpoints.map(({ host }) => host);
      expect(hosts.toSorted()).toEqual([...new Set(found.flatMap((each) => each.hosts))].sort());
      const expected = found.reduce((total, { service }) => total + service.weight, 0);
      // Where all are alike no one has a weight, and each has an equal share.
      const alike = expected / endpoints.length;
      const sum = endpoints.reduce((total, { weight = alike }) => total + weight, 0);
      expect(sum).toBeCloseTo(expected);
    }),
  );
});
