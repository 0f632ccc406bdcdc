// Fills the catalogue of a shop that has nothing to sell yet; a Job runs it, one at a time.
import { createClient } from '@ballast/client';
import { isConfigError } from '@ballast/config';
import { InventoryServiceService, inventoryPolicy } from '@ballast/contracts';
import { createLogger } from '@ballast/logging';
import { fillCatalogue } from '@ballast/tool-start/fill-catalogue';
import { loadCatalogueConfig } from './config.ts';

async function main(): Promise<void> {
  const { inventoryTarget, patienceMs, mesh } = loadCatalogueConfig(process.env);
  const logger = createLogger({ service: 'catalogue' });
  using inventory = createClient(InventoryServiceService, {
    target: inventoryTarget,
    policy: inventoryPolicy,
    mesh,
  });
  // The inventory may be starting, and its database too.
  const products = await fillCatalogue(inventory, { timeoutMs: patienceMs, waitForReady: true });
  if (products === undefined) logger.info({}, 'there are goods to sell');
  else logger.info({ products }, 'catalogue filled');
}

try {
  await main();
} catch (error) {
  const wrong = isConfigError(error);
  console.error(wrong ? error.message : `the catalogue was not filled: ${String(error)}`);
  process.exitCode = wrong ? 78 : 1;
}
