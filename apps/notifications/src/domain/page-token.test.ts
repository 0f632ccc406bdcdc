import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPageToken, parsePageToken } from './page-token.ts';

test('the empty token is the first page', () => {
  expect(parsePageToken('')).toBeUndefined();
});

test('every place in the list comes out of its token as it went in', () => {
  const positions = fc.record({
    occurredAt: fc.integer({ min: 0, max: 4e12 }).map((ms) => new Date(ms)),
    orderId: fc.stringMatching(/^[!-~]{1,64}$/),
    sequence: fc.bigInt({ min: 1n, max: 10n ** 17n }),
  });
  fc.assert(
    fc.property(positions, (position) => {
      expect(parsePageToken(formatPageToken(position))).toEqual(position);
    }),
  );
});

test.each(['x', 'MTox', Buffer.from('1:0:order').toString('base64url'), '1:1:order'])(
  'the token %j is refused by name',
  (token) => {
    expect(() => parsePageToken(token)).toThrow(/page_token must be a next_page_token/);
  },
);
