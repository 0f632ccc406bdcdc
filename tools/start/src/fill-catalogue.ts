import type { CallOptions, Client } from '@ballast/client';
import type { InventoryServiceService } from '@ballast/contracts';
import catalogue from '../catalogue.json' with { type: 'json' };

/**
 * Fills the catalogue of a new shop, where it is empty. Two who both find it empty would receive the
 * goods twice: whoever calls sees to it that there is one.
 *
 * @returns how many products there are now; undefined where there were some before.
 */
export async function fillCatalogue(
  inventory: Client<InventoryServiceService>,
  options: CallOptions,
): Promise<number | undefined> {
  const { stock } = await inventory.listStock({ pageSize: 1, pageToken: '' }, options);
  if (stock.length > 0) return undefined;
  const { imported } = await inventory.importStock(readCatalogue(), options);
  return Number(imported);
}

// In one call: all of it or nothing.
async function* readCatalogue() {
  for (const { sku, name, priceCents, received } of catalogue) {
    yield { sku, name, priceCents: BigInt(priceCents), received: BigInt(received) };
  }
}
