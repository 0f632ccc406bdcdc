import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTraceId, parseTraceId } from './trace-id.ts';

const hex = (length: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
    .filter((text) => !/^0+$/.test(text));

test('the trace id of every well-formed header is read', () => {
  fc.assert(
    fc.property(hex(32), hex(16), fc.constantFrom('00', '01'), (traceId, parentId, flags) => {
      expect(parseTraceId(`00-${traceId}-${parentId}-${flags}`)).toBe(traceId);
    }),
  );
});

const traceId = '0af7651916cd43dd8448eb211c80319c';

test.each([
  ['no header', undefined],
  ['several headers', ['a', 'b']],
  ['no trace context at all', 'hello'],
  ['a trace id of zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
  ['a parent id of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['capital letters', `00-${traceId.toUpperCase()}-b7ad6b7169203331-01`],
  ['the version that is forbidden', `ff-${traceId}-b7ad6b7169203331-01`],
  ['version 00 with more behind', `00-${traceId}-b7ad6b7169203331-01-more`],
  ['a short trace id', `00-${traceId.slice(1)}-b7ad6b7169203331-01`],
])('%s is no trace id', (_what, header) => {
  expect(parseTraceId(header)).toBeUndefined();
});

test('a later version may go on after its flags', () => {
  expect(parseTraceId(`01-${traceId}-b7ad6b7169203331-01-more`)).toBe(traceId);
});

test('a created trace id is one that a header can carry', () => {
  expect(parseTraceId(`00-${createTraceId()}-b7ad6b7169203331-01`)).toHaveLength(32);
});
