import { createHash } from 'node:crypto';
import { invalidArgument } from '@ballast/status';
import type { FieldViolation } from '@ballast/status';
import type { ReservationItem } from './reservation.ts';
import { compareSkus } from './stock.ts';

/**
 * Refuses items that name a sku twice: a reservation's lines are one for each sku.
 *
 * @throws INVALID_ARGUMENT naming every repetition as `items[i].sku`.
 */
export function refuseRepeatedSkus(items: readonly ReservationItem[]): void {
  const firstAt = new Map<string, number>();
  const fieldViolations: FieldViolation[] = [];
  items.forEach(({ sku }, index) => {
    const first = firstAt.get(sku);
    if (first === undefined) firstAt.set(sku, index);
    else {
      fieldViolations.push({
        field: `items[${index}].sku`,
        description: `must differ from items[${first}].sku, got ${sku} again`,
        reason: 'REPEATED_SKU',
      });
    }
  });
  if (fieldViolations.length === 0) return;
  const [violation] = fieldViolations;
  throw invalidArgument(`${violation?.field} ${violation?.description}`, {
    reason: 'REPEATED_SKU',
    fieldViolations,
  });
}

/** The same for the same items in any order; SHA-256. Kept to know a repeated Reserve again. */
export function fingerprintOfItems(items: readonly ReservationItem[]): Buffer {
  const canonical = items
    .toSorted((a, b) => compareSkus(a.sku, b.sku))
    .map(({ sku, quantity }) => [sku, quantity]);
  return createHash('sha256').update(JSON.stringify(canonical)).digest();
}
