import { compareSkus } from './stock.ts';

/** A good row of a catalogue. */
export interface ImportRow {
  readonly sku: string;
  readonly name: string;
  /** Price of one unit, in cents. */
  readonly priceCents: bigint;
  /** Units that arrived, 0 or more; added to what there is. */
  readonly received: bigint;
}

/**
 * One row for each sku, in the order of skus, with the effect of all rows one after the other: the
 * last name and price, the sum of what arrived. One statement cannot change a row twice
 * ("ON CONFLICT DO UPDATE command cannot affect row a second time"), and every writer locks skus in
 * this order.
 */
export function foldImportRows(rows: readonly ImportRow[]): ImportRow[] {
  const folded = new Map<string, ImportRow>();
  for (const row of rows) {
    const received = (folded.get(row.sku)?.received ?? 0n) + row.received;
    folded.set(row.sku, { ...row, received });
  }
  return [...folded.values()].sort((a, b) => compareSkus(a.sku, b.sku));
}
