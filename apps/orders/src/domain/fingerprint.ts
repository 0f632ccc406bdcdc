import { createHash } from 'node:crypto';
import type { OrderItem } from './order.ts';

/** What a caller asked for, without the key it chose. */
export interface OrderWish {
  readonly customerId: string;
  readonly items: readonly OrderItem[];
}

/** The same for the same request; SHA-256 in hexadecimal. Kept to know a repeated request again. */
export function fingerprintOf({ customerId, items }: OrderWish): string {
  const canonical = [customerId, items.map(({ sku, quantity }) => [sku, quantity])];
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
}
