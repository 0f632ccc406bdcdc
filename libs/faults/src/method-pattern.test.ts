import { expect, test } from 'vitest';
import { isMethodPattern, matchesMethod, matchesService } from './method-pattern.ts';

test.each(['*', 'a.v1.Shop/Buy', 'Shop/Buy', 'a.v1.Shop/*'])('%s is a pattern', (text) => {
  expect(isMethodPattern(text)).toBe(true);
});

test.each([
  '',
  '/a.Shop/Buy',
  'a.Shop',
  'a.*/Buy',
  '*/*',
  'a.Shop/B*',
  'a.Shop/Buy/x',
  'a Shop/Buy',
])('"%s" is no pattern', (text) => {
  expect(isMethodPattern(text)).toBe(false);
});

test.each([
  ['*', '/a.Shop/Buy', true],
  ['*', '/grpc.health.v1.Health/Check', false],
  ['grpc.health.v1.Health/Check', '/grpc.health.v1.Health/Check', true],
  ['a.Shop/*', '/a.Shop/Buy', true],
  ['a.Shop/*', '/a.Shopping/Buy', false],
  ['a.Shop/Buy', '/a.Shop/Buy', true],
  ['a.Shop/Buy', '/a.Shop/BuyAll', false],
  ['*', '/ballast.faults.v1.FaultService/ClearFaults', false],
  ['ballast.faults.v1.FaultService/*', '/ballast.faults.v1.FaultService/ClearFaults', false],
])('%s and %s: %s', (methods, path, matches) => {
  expect(matchesMethod(methods, path)).toBe(matches);
});

test.each([
  ['*', '', true],
  ['*', 'a.Shop', true],
  ['a.Shop/*', 'a.Shop', true],
  ['a.Shop/*', 'a.Shopping', false],
  ['a.Shop/*', '', false],
])('%s and the service "%s": %s', (methods, service, matches) => {
  expect(matchesService(methods, service)).toBe(matches);
});
