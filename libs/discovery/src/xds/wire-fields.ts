// As much of the wire format as it takes to look at one message and to add to it:
// https://protobuf.dev/programming-guides/encoding/

export interface WireField {
  readonly field: number;
  /** Of a number; undefined for anything else. */
  readonly value: bigint | undefined;
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

/** The fields of a message in their order; undefined where it is not one. Groups are not read. */
export function readFields(message: Uint8Array): WireField[] | undefined {
  const fields: WireField[] = [];
  let at = 0;
  const readVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    at = Infinity;
    return 0n;
  };
  while (at < message.length) {
    const tag = readVarint();
    const kind = Number(tag & 7n);
    let value: bigint | undefined;
    if (kind === VARINT) value = readVarint();
    else if (kind === FIXED64) at += 8;
    else if (kind === LENGTH) {
      const length = Number(readVarint());
      at += length;
    } else if (kind === FIXED32) at += 4;
    else return undefined;
    fields.push({ field: Number(tag >> 3n), value });
  }
  return at === message.length ? fields : undefined;
}

/** A field with a message in it, or with text. */
export function writeField(field: number, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([writeVarint(field * 8 + LENGTH), writeVarint(body.length), body]);
}

function writeVarint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}
