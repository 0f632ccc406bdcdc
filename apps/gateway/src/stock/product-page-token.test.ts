import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatProductPageToken, parseProductPageToken } from './product-page-token.ts';

const sku = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

test('no token is the beginning', () => {
  expect(parseProductPageToken('')).toEqual({ afterSku: '', upstreamToken: '' });
});

test('the sku and the token of inventory come out as they went in', () => {
  fc.assert(
    fc.property(sku, fc.string({ minLength: 1, maxLength: 100 }), (lastSku, upstreamToken) => {
      const token = formatProductPageToken(lastSku, upstreamToken);
      fc.pre(token !== upstreamToken);
      expect(parseProductPageToken(token)).toEqual({ afterSku: lastSku, upstreamToken });
    }),
  );
});

test('a token that was given from memory has a sku alone', () => {
  const token = formatProductPageToken('cup');
  expect(parseProductPageToken(token)).toEqual({ afterSku: 'cup', upstreamToken: undefined });
});

test('a token never grows beyond what the contract allows', () => {
  fc.assert(
    fc.property(sku, fc.string({ maxLength: 256, unit: 'grapheme-ascii' }), (lastSku, upstream) => {
      expect(formatProductPageToken(lastSku, upstream).length).toBeLessThanOrEqual(256);
    }),
  );
});

test.each(['xyz', 'c2t1OmN1cA', '***', Buffer.from('no colon').toString('base64url')])(
  'the token %j is inventory’s to judge',
  (token) => {
    expect(parseProductPageToken(token).upstreamToken).not.toBeUndefined();
  },
);
