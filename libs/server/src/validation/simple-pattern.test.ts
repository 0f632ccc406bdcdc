import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchSimplePattern } from './simple-pattern.ts';

test.each([
  ['^[A-Za-z0-9][A-Za-z0-9._-]*$', 'mug-1', true],
  ['^[A-Za-z0-9][A-Za-z0-9._-]*$', '-mug', false],
  ['^[A-Za-z0-9][A-Za-z0-9._-]*$', 'mug\n', false],
  ['^[!-~]+$', 'a b', false],
  ['^v\\d{1,3}$', 'v12', true],
  ['^a?$', '', true],
])('%s and %j: %s', (pattern, text, matches) => {
  expect(matchSimplePattern(pattern, text)).toBe(matches);
});

test.each([
  '^(a+)+$',
  '^a|b$',
  'a+',
  '^a+',
  '^[^/]+/[^/]+$',
  '^a*b*$',
  '^.*$',
  '^\\s+$',
  '^[[:alpha:]]+$',
  '^\\p{L}+$',
])('%s is left to RE2', (pattern) => {
  expect(() => matchSimplePattern(pattern, 'a')).toThrow(RangeError);
});

test('a text that would have to be gone back in costs no more than it is long', () => {
  // Far more than a contract allows; with a nested repetition it would take for ever.
  expect(matchSimplePattern('^[a-z]+0$', 'a'.repeat(1_000_000))).toBe(false);
});

test('what is made of its parts is matched by them', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/), (text) => {
      expect(matchSimplePattern('^[a-z][a-z0-9._-]*$', text)).toBe(true);
      expect(matchSimplePattern('^[a-z][a-z0-9._-]*$', `${text}!`)).toBe(false);
    }),
  );
});
