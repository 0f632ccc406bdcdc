import type { Stock } from '@ballast/contracts';

/** Some of what is known, in the order of skus. */
export interface KnownPage {
  readonly stock: readonly Stock[];
  /** Whether more comes after it. */
  readonly isMore: boolean;
  /** How long ago inventory said the oldest of it, in milliseconds. */
  readonly ageMs: number;
}

/** The stock as this gateway was last told it: what is left to say when inventory is away. */
export interface KnownStock {
  /** False until inventory has answered once. */
  readonly isKnown: boolean;
  /** Keeps what inventory has just said of some skus. */
  learn(stock: readonly Stock[]): void;
  /** Keeps what inventory has just said of all skus, and forgets the others. */
  learnAll(stock: readonly Stock[]): void;
  /** At most `limit` of it after a sku; '' begins. Undefined where nothing was ever said. */
  find(afterSku: string, limit: number): KnownPage | undefined;
}

interface Entry {
  readonly stock: Stock;
  readonly heardMs: number;
}

/** @param now monotonic, in milliseconds. */
export function createKnownStock(now: () => number = () => performance.now()): KnownStock {
  let entries = new Map<string, Entry>();
  let heardMs: number | undefined;
  /** Sorted when it is needed, and then until another sku comes. */
  let skus: readonly string[] | undefined;

  const keep = (stock: Stock): void => {
    const known = entries.get(stock.sku);
    if (known === undefined) skus = undefined;
    // Answers overtake each other; a version is told by its number, and confirmed at any age.
    const latest = known !== undefined && known.stock.version > stock.version ? known.stock : stock;
    entries.set(stock.sku, { stock: latest, heardMs: heardMs ?? now() });
  };

  return {
    get isKnown() {
      return heardMs !== undefined;
    },
    learn(stock) {
      heardMs = now();
      stock.forEach(keep);
    },
    learnAll(stock) {
      const listed = new Set(stock.map(({ sku }) => sku));
      entries = new Map([...entries].filter(([sku]) => listed.has(sku)));
      skus = undefined;
      heardMs = now();
      stock.forEach(keep);
    },
    find(afterSku, limit) {
      if (heardMs === undefined) return undefined;
      skus ??= [...entries.keys()].sort(byBytes);
      const from = findFirstAfter(skus, afterSku);
      const page = skus.slice(from, from + limit).flatMap((sku) => entries.get(sku) ?? []);
      const oldestMs = page.reduce((oldest, entry) => Math.min(oldest, entry.heardMs), heardMs);
      return {
        stock: page.map(({ stock }) => stock),
        isMore: from + limit < skus.length,
        ageMs: now() - oldestMs,
      };
    },
  };
}

/** As inventory orders them: skus are ASCII, so code units are bytes. */
function byBytes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function findFirstAfter(skus: readonly string[], afterSku: string): number {
  let low = 0;
  let high = skus.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((skus[middle] ?? '') <= afterSku) low = middle + 1;
    else high = middle;
  }
  return low;
}
