import { invalidArgument } from '@ballast/status';
import type { FieldViolation } from '@ballast/status';
import type { OrderItem } from './order.ts';

/**
 * Refuses items that name a sku twice: an order has one line for each sku.
 *
 * @throws INVALID_ARGUMENT (`REPEATED_SKU`) naming every repetition as `items[i].sku`.
 */
export function refuseRepeatedSkus(items: readonly OrderItem[]): void {
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
