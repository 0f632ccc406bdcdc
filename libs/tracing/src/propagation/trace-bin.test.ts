import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTraceBin, encodeTraceBin } from './trace-bin.ts';

const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

test('is laid out as gRPC has it: version, then the fields behind their numbers', () => {
  expect(encodeTraceBin({ ...span, traceFlags: 1 }).toString('hex')).toBe(
    `0000${span.traceId}01${span.spanId}0201`,
  );
});

test('what is written is read again', () => {
  const id = (length: number) =>
    fc
      .uint8Array({ minLength: length, maxLength: length })
      .filter((bytes) => bytes.some((byte) => byte !== 0))
      .map((bytes) => Buffer.from(bytes).toString('hex'));
  fc.assert(
    fc.property(id(16), id(8), fc.constantFrom(0, 1), (traceId, spanId, traceFlags) => {
      const found = decodeTraceBin(encodeTraceBin({ traceId, spanId, traceFlags }));
      expect(found).toEqual({ traceId, spanId, traceFlags, isRemote: true });
    }),
  );
});

test('any other bytes are no trace', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 28 }), (bytes) => decodeTraceBin(bytes) === undefined),
  );
  const good = encodeTraceBin({ ...span, traceFlags: 1 });
  for (const at of [0, 1, 18, 27]) {
    const bad = Buffer.from(good);
    bad[at] = 9;
    expect(decodeTraceBin(bad)).toBeUndefined();
  }
});
