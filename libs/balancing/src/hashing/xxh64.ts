// XXH64, the hash that gRFC A42 places endpoints and requests on a ring by, so that clients in
// every language agree. 64-bit numbers are kept as BigInt; a ring is hashed once, a call costs one.

const PRIME_1 = 0x9e3779b185ebca87n;
const PRIME_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME_3 = 0x165667b19e3779f9n;
const PRIME_4 = 0x85ebca77c2b2ae63n;
const PRIME_5 = 0x27d4eb2f165667c5n;

const wrap = (value: bigint) => BigInt.asUintN(64, value);
const rotate = (value: bigint, bits: bigint) => wrap(value << bits) | (value >> (64n - bits));
const round = (lane: bigint, input: bigint) =>
  wrap(rotate(wrap(lane + input * PRIME_2), 31n) * PRIME_1);
const merge = (hash: bigint, lane: bigint) => wrap((hash ^ round(0n, lane)) * PRIME_1 + PRIME_4);

export function xxh64(text: string, seed = 0n): bigint {
  const bytes = Buffer.from(text);
  const { length } = bytes;
  let at = 0;
  let hash: bigint;
  if (length >= 32) {
    const lanes: [bigint, bigint, bigint, bigint] = [
      wrap(seed + PRIME_1 + PRIME_2),
      wrap(seed + PRIME_2),
      seed,
      wrap(seed - PRIME_1),
    ];
    for (; at + 32 <= length; at += 32) {
      lanes[0] = round(lanes[0], bytes.readBigUInt64LE(at));
      lanes[1] = round(lanes[1], bytes.readBigUInt64LE(at + 8));
      lanes[2] = round(lanes[2], bytes.readBigUInt64LE(at + 16));
      lanes[3] = round(lanes[3], bytes.readBigUInt64LE(at + 24));
    }
    const [a, b, c, d] = lanes;
    hash = wrap(rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n));
    for (const lane of lanes) hash = merge(hash, lane);
  } else {
    hash = wrap(seed + PRIME_5);
  }
  hash = wrap(hash + BigInt(length));
  for (; at + 8 <= length; at += 8) {
    hash = wrap(rotate(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * PRIME_1 + PRIME_4);
  }
  if (at + 4 <= length) {
    const four = BigInt(bytes.readUInt32LE(at));
    hash = wrap(rotate(hash ^ wrap(four * PRIME_1), 23n) * PRIME_2 + PRIME_3);
    at += 4;
  }
  for (; at < length; at += 1) {
    hash = wrap(rotate(hash ^ wrap(BigInt(bytes[at]!) * PRIME_5), 11n) * PRIME_1);
  }
  hash = wrap((hash ^ (hash >> 33n)) * PRIME_2);
  hash = wrap((hash ^ (hash >> 29n)) * PRIME_3);
  return hash ^ (hash >> 32n);
}

/** The upper 53 bits: in the order of the hashes, and a plain number. */
export function xxh53(text: string, seed = 0n): number {
  return Number(xxh64(text, seed) >> 11n);
}
