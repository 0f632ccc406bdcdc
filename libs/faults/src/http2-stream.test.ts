import type { WireType } from '@bufbuild/protobuf/wire';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corruptFrame } from './http2-stream.ts';

test('a corrupted frame is a whole frame, and no protobuf whatever it was', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (payload) => {
      const head = Buffer.alloc(5);
      head.writeUInt32BE(payload.length, 1);
      const frame = corruptFrame(Buffer.concat([head, payload]));
      const body = frame.subarray(5);
      expect(frame.readUInt32BE(1)).toBe(body.length);
      expect(body.length).toBe(Math.max(1, payload.length));
      const reader = new BinaryReader(body);
      expect(() => reader.skip((reader.uint32() & 7) as WireType)).toThrow();
    }),
  );
});
