// 64 bytes with its five fields on a 64-bit V8 without pointer compression, as Node's is, and 8 for
// its place in the array.
const objectsPerKibibyte = 14;

type Morsel = Readonly<Record<'a' | 'b' | 'c' | 'd' | 'e', number>>;

/**
 * Memory that is not given back: small objects, because a leak hurts a Node program by what the
 * garbage collector has to visit long before the machine runs out of it.
 */
export class MemoryHoard {
  readonly #maxKibibytes: number;
  #lumps: (readonly Morsel[])[] = [];
  #kibibytes = 0;

  constructor(maxMebibytes: number) {
    this.#maxKibibytes = maxMebibytes * 1024;
  }

  get kibibytes(): number {
    return this.#kibibytes;
  }

  grow(kibibytes: number): void {
    const more = Math.min(kibibytes, this.#maxKibibytes - this.#kibibytes);
    if (more <= 0) return;
    this.#kibibytes += more;
    this.#lumps.push(Array.from({ length: more * objectsPerKibibyte }, createMorsel));
  }

  release(): void {
    this.#lumps = [];
    this.#kibibytes = 0;
  }
}

function createMorsel(_: unknown, a: number): Morsel {
  return { a, b: a, c: a, d: a, e: a };
}
