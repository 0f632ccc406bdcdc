/** The stock of one sku. Always: `onHand = received - committed`, `0 <= reserved <= onHand`. */
export interface Stock {
  readonly sku: string;
  readonly name: string;
  /** Price of one unit, in cents. */
  readonly priceCents: bigint;
  /** Units that ever arrived, corrections included. */
  readonly received: bigint;
  /** Units in the house, reserved ones included. */
  readonly onHand: bigint;
  /** Units set aside for reservations that are held. */
  readonly reserved: bigint;
  /** Counts the changes of this sku from 1, without gaps. */
  readonly version: bigint;
}

/** Units that can be reserved now. */
export function availableOf(stock: Pick<Stock, 'onHand' | 'reserved'>): bigint {
  return stock.onHand - stock.reserved;
}

/** Orders skus as the database's "C" collation does: by bytes, which for skus are ASCII. */
export function compareSkus(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** True for what can be a sku at all. */
export function isSku(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text);
}
