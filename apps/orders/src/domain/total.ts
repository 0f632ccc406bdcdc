import type { OrderLine } from './order.ts';

/** The whole price in cents. Exact: 50 lines of 1000 units pass 2^53 at a price of 1.8e11. */
export function totalCentsOf(lines: readonly OrderLine[]): bigint {
  return lines.reduce(
    (total, { quantity, unitPriceCents }) => total + BigInt(quantity) * unitPriceCents,
    0n,
  );
}
