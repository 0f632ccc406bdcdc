// Fills the catalogue of a new platform, once: `INVENTORY_TARGET=… node seed.ts <data directory>`.
import { createClient } from '@ballast/client';
import { InventoryServiceService } from '@ballast/contracts';
import { createLogger } from '@ballast/logging';
import { lock } from '@ballast/tool-bootstrap/lock-file';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface CatalogueRow {
  readonly sku: string;
  readonly name: string;
  readonly priceCents: number;
  readonly received: number;
}

/** As long as somebody at a terminal would wait. */
const TIMEOUT_MS = 10_000;

// Whoever started it is gone: the rows go in as one call or not at all, so there is nothing to undo.
process.once('disconnect', () => process.exit(1));
const logger = createLogger({ service: 'seed' });
using inventory = createClient(InventoryServiceService, {
  target: process.env['INVENTORY_TARGET'] ?? 'static:///127.0.0.1:50052',
});
// Two who both find it empty would receive the goods twice.
const taken = await lock(join(process.argv[2] ?? '.ballast', 'seed.lock'));
try {
  const { stock } = await inventory.listStock(
    { pageSize: 1, pageToken: '' },
    { timeoutMs: TIMEOUT_MS },
  );
  if (stock.length === 0) {
    const { imported } = await inventory.importStock(readCatalogue(), { timeoutMs: TIMEOUT_MS });
    logger.info({ products: Number(imported) }, 'catalogue filled');
  }
} finally {
  taken.release();
}
process.exit();

async function* readCatalogue() {
  const text = await readFile(join(import.meta.dirname, '../catalogue.json'), 'utf8');
  for (const { sku, name, priceCents, received } of JSON.parse(text) as CatalogueRow[]) {
    yield { sku, name, priceCents: BigInt(priceCents), received: BigInt(received) };
  }
}
