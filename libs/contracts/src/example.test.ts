import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const library = join(import.meta.dirname, '..');
const example = join(library, 'examples/read-contracts.ts');

test('the example runs and prints every method', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [example]);
  expect(stdout).toContain('/ballast.orders.v1.OrdersService/PlaceOrder: 5s\n');
  expect(stdout).toContain('/ballast.inventory.v1.InventoryService/WatchStock: no deadline\n');
  expect(stdout).toContain('an order takes 1 to 1000 of a sku\n');
});

test('the README shows the example as it is', () => {
  expect(readFileSync(join(library, 'README.md'), 'utf8')).toContain(readFileSync(example, 'utf8'));
});
