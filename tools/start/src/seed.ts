// Fills the catalogue of a new platform, once: `INVENTORY_TARGET=… node seed.ts <data directory>`.
import { createClient } from '@ballast/client';
import { InventoryServiceService } from '@ballast/contracts';
import { createLogger } from '@ballast/logging';
import { lock } from '@ballast/tool-bootstrap/lock-file';
import { join } from 'node:path';
import { fillCatalogue } from './fill-catalogue.ts';

/** As long as somebody at a terminal would wait. */
const TIMEOUT_MS = 10_000;

// Whoever started it is gone: the rows go in as one call or not at all, so there is nothing to undo.
process.once('disconnect', () => process.exit(1));
const logger = createLogger({ service: 'seed' });
using inventory = createClient(InventoryServiceService, {
  target: process.env['INVENTORY_TARGET'] ?? 'static:///127.0.0.1:50052',
});
const taken = await lock(join(process.argv[2] ?? '.ballast', 'seed.lock'));
try {
  const products = await fillCatalogue(inventory, { timeoutMs: TIMEOUT_MS });
  if (products !== undefined) logger.info({ products }, 'catalogue filled');
} finally {
  taken.release();
}
process.exit();
