import { expect, test } from 'vitest';
import { shopProto } from './contract.fixture.ts';
import { findMethods } from './method.ts';

test('methods come with their paths and with what they may', () => {
  expect(findMethods(shopProto)).toEqual([
    method('Buy', { isIdempotent: true }),
    method('Look', { isIdempotent: true, isReading: true }),
    method('Break', {}),
    method('Watch', { isStreaming: true, staysOpen: true, isIdempotent: true, isReading: true }),
    method('Fill', { isStreaming: true, isIdempotent: true }),
  ]);
});

test('a method without options may be repeated by nobody', () => {
  const proto = 'package a;\nservice B {\n  rpc C (.x.D) returns ( stream E );\n}\n';
  expect(findMethods(proto)).toEqual([
    { ...method('C', { isStreaming: true, staysOpen: true }), path: '/a.B/C' },
  ]);
});

const method = (name: string, given: object) => ({
  ...{ name, path: `/shop.v1.Shop/${name}` },
  ...{ isStreaming: false, staysOpen: false, isIdempotent: false, isReading: false },
  ...given,
});
