import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatEndpointsFile } from '../../test/endpoints-file.ts';
import { formatEndpoint, parseEndpoint } from '../endpoint.ts';
import { parseEndpointsFile } from './parse-endpoints-file.ts';

const addressArbitrary = fc
  .tuple(
    fc.oneof(
      fc.ipV4(),
      fc.domain(),
      fc.ipV6().map((address) => `[${address}]`),
    ),
    fc.integer({ min: 1, max: 65535 }),
  )
  .map(([host, port]) => `${host}:${port}`);

test('every address survives the way through an endpoint and a file', () => {
  fc.assert(
    fc.property(fc.uniqueArray(addressArbitrary), (addresses) => {
      const parsed = parseEndpointsFile(formatEndpointsFile(addresses));
      expect(parsed.kind === 'endpoints' && parsed.endpoints.map(formatEndpoint)).toEqual(
        addresses,
      );
    }),
  );
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      expect(['endpoints', 'broken']).toContain(parseEndpointsFile(text).kind);
    }),
  );
});

test('every prefix of a file is broken, so that a torn one is never taken for a smaller set', () => {
  const text = formatEndpointsFile(['127.0.0.1:1', '127.0.0.1:2']);
  const kinds = [...text].map((_, length) => parseEndpointsFile(text.slice(0, length)).kind);
  expect(new Set(kinds)).toEqual(new Set(['broken']));
});

test('an address that is repeated counts once, and unknown members are passed over', () => {
  const text = JSON.stringify({
    version: 2,
    endpoints: [{ address: 'a:1', zone: 'b' }, { address: 'a:1' }],
  });
  expect(parseEndpointsFile(text)).toEqual({
    kind: 'endpoints',
    endpoints: [{ host: 'a', port: 1 }],
  });
});

test.each([
  ['[]', 'endpoints: must be an array, got nothing'],
  ['null', 'endpoints: must be an array, got nothing'],
  ['{"endpoints":{}}', 'endpoints: must be an array, got {}'],
  ['{"endpoints":["a:1"]}', 'endpoints[0].address: must be a string, got nothing'],
  [
    '{"endpoints":[{"address":"a:1"},{"address":7}]}',
    'endpoints[1].address: must be a string, got 7',
  ],
  [
    '{"endpoints":[{"address":"a"}]}',
    'endpoints[0].address: must be host:port or [IPv6]:port, got "a"',
  ],
  [
    '{"endpoints":[{"address":"a:0"}]}',
    'endpoints[0].address: must have a port within 1 to 65535, got "a:0"',
  ],
])('%j is refused with the place, the rule and the value', (text, problem) => {
  expect(parseEndpointsFile(text)).toEqual({ kind: 'broken', problem });
});

test.each(['a b:1', ':1', 'a:', '::1:5', '[a]:1', 'a:65536', 'a:-1', 'a:1,b:2', 'http://a:1'])(
  '%j is no endpoint',
  (address) => {
    expect(parseEndpoint(address).kind).toBe('broken');
  },
);

const withNotes = (notes: object) =>
  parseEndpointsFile(JSON.stringify({ endpoints: [{ address: 'a:1', ...notes }] }));

test('an endpoint may have a zone, a weight and a hash key', () => {
  expect(withNotes({ zone: 'z', weight: 0.5, hashKey: 'k', zones: 'unknown' })).toEqual({
    kind: 'endpoints',
    endpoints: [{ host: 'a', port: 1, zone: 'z', weight: 0.5, hashKey: 'k' }],
  });
});

test('null is no note', () => {
  expect(withNotes({ zone: null, weight: null, hashKey: null })).toEqual({
    kind: 'endpoints',
    endpoints: [{ host: 'a', port: 1 }],
  });
});

test.each([
  [{ zone: '' }, 'endpoints[0].zone: must be a text without space around it, got ""'],
  [{ hashKey: 7 }, 'endpoints[0].hashKey: must be a text without space around it, got 7'],
  [{ weight: 0 }, 'endpoints[0].weight: must be a number above 0, up to 1000000, got 0'],
  [{ weight: '2' }, 'endpoints[0].weight: must be a number above 0, up to 1000000, got "2"'],
])('%j is refused, with the rule', (notes, problem) => {
  expect(withNotes(notes)).toEqual({ kind: 'broken', problem });
});
