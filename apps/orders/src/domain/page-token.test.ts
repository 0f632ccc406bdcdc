import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOrderId } from './order-id.ts';
import { formatPageToken, parsePageToken } from './page-token.ts';

test('a token gives its place back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 42 }), (ms) => {
      const position = { createdAt: new Date(ms), orderId: createOrderId(ms) };
      expect(parsePageToken(formatPageToken(position))).toEqual(position);
    }),
  );
});

test('an empty token is the first page', () => {
  expect(parsePageToken('')).toBeUndefined();
});

const encoded = (text: string) => Buffer.from(text).toString('base64url');
const token = formatPageToken({ createdAt: new Date(17), orderId: createOrderId(17) });

test.each([
  ['a text that is no base64url', 'not a token'],
  ['a token with something added', `${token}!`],
  ['a token of another kind', encoded('sku:a')],
  ['a token without an order', encoded('17:')],
  ['a token with a time out of range', encoded(`999999999999999:${createOrderId(17)}!`)],
])('%s is refused by the name of its field', (_case, wrong) => {
  expect(() => parsePageToken(wrong)).toThrow(
    expect.objectContaining({
      code: 3,
      reason: 'BAD_PAGE_TOKEN',
      fieldViolations: [expect.objectContaining({ field: 'page_token' })],
    }),
  );
});
