import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

const hex = (length: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
    .filter((text) => !/^0+$/.test(text));

test('every well-formed header is read, and written again as it was', () => {
  fc.assert(
    fc.property(hex(32), hex(16), fc.constantFrom('00', '01'), (traceId, spanId, flags) => {
      const header = `00-${traceId}-${spanId}-${flags}`;
      const found = parseTraceparent(header)!;
      expect(found).toEqual({ traceId, spanId, traceFlags: Number(flags), isRemote: true });
      expect(formatTraceparent(found)).toBe(header);
    }),
  );
});

test('whatever else is no header does no harm', () => {
  fc.assert(fc.property(fc.string(), (text) => parseTraceparent(text) === undefined));
});

const traceId = '0af7651916cd43dd8448eb211c80319c';

test.each([
  ['no trace context at all', 'hello'],
  ['a trace id of zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
  ['a parent id of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['capital letters', `00-${traceId.toUpperCase()}-b7ad6b7169203331-01`],
  ['the version that is forbidden', `ff-${traceId}-b7ad6b7169203331-01`],
  ['version 00 with more behind', `00-${traceId}-b7ad6b7169203331-01-more`],
  ['a short trace id', `00-${traceId.slice(1)}-b7ad6b7169203331-01`],
])('%s is no trace', (_what, header) => {
  expect(parseTraceparent(header)).toBeUndefined();
});

test('a later version may go on after its flags, and only its sampled flag counts', () => {
  expect(parseTraceparent(`01-${traceId}-b7ad6b7169203331-ff-more`)).toMatchObject({
    traceId,
    traceFlags: 1,
  });
});
