import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPageToken, parsePageToken } from './page-token.ts';

test('a token gives its sku back', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/), (sku) => {
      expect(parsePageToken(formatPageToken(sku))).toBe(sku);
    }),
  );
});

test('an empty token is the first page', () => {
  expect(parsePageToken('')).toBeUndefined();
});

const encoded = (text: string) => Buffer.from(text).toString('base64url');

test.each([
  ['a text that is no base64url', 'not a token'],
  ['a token with something added', `${formatPageToken('sku-1')}!`],
  ['a token of another kind', encoded('order:17')],
  ['a token without a sku', encoded('sku:')],
  ['a token with a NUL in it', encoded('sku:a\0b')],
])('%s is refused by the name of its field', (_case, token) => {
  expect(() => parsePageToken(token)).toThrow(
    expect.objectContaining({
      code: 3,
      reason: 'BAD_PAGE_TOKEN',
      fieldViolations: [expect.objectContaining({ field: 'page_token' })],
    }),
  );
});
