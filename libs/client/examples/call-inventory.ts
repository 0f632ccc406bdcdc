import { createClient } from '@ballast/client';
import { InventoryServiceService, inventoryPolicy } from '@ballast/contracts';
import { Code, isStatusError } from '@ballast/status';

using inventory = createClient(InventoryServiceService, {
  target: process.env['INVENTORY_TARGET'] ?? 'static:///127.0.0.1:50052',
  policy: inventoryPolicy,
});

// One answer: a promise, and a failure with a code.
try {
  const { stock } = await inventory.getStock({ sku: 'tea' }, { timeoutMs: 1000 });
  console.log(`${stock?.available} of ${stock?.name} left`);
} catch (error) {
  if (!isStatusError(error) || error.code !== Code.NOT_FOUND) throw error;
  console.log('nobody knows it');
}

// Many answers: an async iterable. Leaving the loop cancels the call.
for await (const { stock } of inventory.watchStock({ skus: ['tea'] })) {
  console.log(`now ${stock?.available}`);
  if (stock?.available === 0n) break;
}

// Many requests: any iterable, pulled as fast as the server reads.
const rows = [{ sku: 'tea', name: 'Tea', priceCents: 450n, received: 10n }];
const { imported } = await inventory.importStock(rows);
console.log(`${imported} imported`);
