import { xxh53 } from '../hashing/xxh64.ts';

export interface RingMember {
  readonly slot: number;
  readonly hashKey: string;
  readonly weight: number;
}

/** Points on a circle of 2^53, each of which belongs to an endpoint (gRFC A42). */
export interface Ring {
  /** Ascending. */
  readonly hashes: Float64Array;
  readonly slots: Uint32Array;
}

/** Hashes of an endpoint's points by its key: they stay the same whatever the others do. */
export class PointCache {
  readonly #points = new Map<string, number[]>();

  pointsOf(hashKey: string, count: number): readonly number[] {
    let points = this.#points.get(hashKey);
    if (points === undefined) this.#points.set(hashKey, (points = []));
    for (let i = points.length; i < count; i += 1) points.push(xxh53(`${hashKey}_${i}`));
    return points;
  }
}

/**
 * Builds the ring with A42's arithmetic: the endpoint of the least weight gets a whole number of
 * points and the ring as many as `minSize` asks for, unless that exceeds `maxSize`.
 */
export function buildRing(
  members: readonly RingMember[],
  minSize: number,
  maxSize: number,
  cache: PointCache,
): Ring {
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  const least = members.reduce((min, { weight }) => Math.min(min, weight), Infinity) / total;
  const scale = Math.min(Math.ceil(least * minSize) / least, maxSize);
  const points: { hash: number; slot: number }[] = [];
  let target = 0;
  for (const { slot, hashKey, weight } of members) {
    target += (scale * weight) / total;
    const count = Math.max(0, Math.ceil(target - 1e-9) - points.length);
    const hashes = cache.pointsOf(hashKey, count);
    for (let i = 0; i < count; i += 1) points.push({ hash: hashes[i]!, slot });
  }
  points.sort((a, b) => a.hash - b.hash);
  return {
    hashes: Float64Array.from(points, ({ hash }) => hash),
    slots: Uint32Array.from(points, ({ slot }) => slot),
  };
}

/** The index of the first point at or after the hash, around the circle. */
export function findPoint({ hashes }: Ring, hash: number): number {
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hashes[middle]! < hash) low = middle + 1;
    else high = middle;
  }
  return low === hashes.length ? 0 : low;
}
