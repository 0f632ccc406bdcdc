import { once } from 'node:events';
import { join } from 'node:path';
import { createClient } from '@ballast/client';
import { FaultServiceService, InventoryServiceService } from '@ballast/contracts';
import { findTestServer } from '@ballast/persistence/testing';
import { isListeningMessage } from '@ballast/program';
import { spawnProgram } from '@ballast/testing';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, 'main.ts');

const spawnInventory = async (environment: NodeJS.ProcessEnv = {}) =>
  spawnProgram(
    program,
    {
      ...{ PORT: '0', BALLAST_DATABASE_URL: await findTestServer(), LOG_LEVEL: 'error' },
      ...{ INVENTORY_DRAIN_DELAY: '0ms', INVENTORY_SWEEP_INTERVAL: '20ms', ...environment },
    },
    true,
  );

test('the inventory serves, gives back what nobody commits, and ends with 0 on SIGTERM', async () => {
  await using inventory = await spawnInventory();
  const told = await Promise.race([once(inventory.child, 'message'), inventory.end]);
  const message: unknown = Array.isArray(told) ? told[0] : told;
  if (!isListeningMessage(message)) throw new Error(`not started: ${JSON.stringify(message)}`);
  using client = createClient(InventoryServiceService, { target: `static:///${message.address}` });

  await client.importStock([{ sku: 'main', name: 'x', priceCents: 1n, received: 5n }]);
  const items = [{ sku: 'main', quantity: 5 }];
  await client.reserve({ reservationId: 'main', items, ttlSeconds: 1 });
  for await (const { stock } of client.watchStock({ skus: ['main'] })) {
    // First it is held, then the sweeper has given it back.
    if (stock?.available === 5n) break;
  }
  inventory.child.kill('SIGTERM');
  expect(await inventory.end).toMatchObject({ code: 0, stderr: '' });
});

test('a database that is away is waited for, and then is a line on standard error', async () => {
  await using inventory = await spawnInventory({
    BALLAST_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    INVENTORY_DATABASE_WAIT: '200ms',
  });
  const { code, stderr } = await inventory.end;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^cannot start: the database cannot be reached: .*ECONNREFUSED.*\n$/);
});

test('a wrong variable is a line on standard error, and exit code 78', async () => {
  await using inventory = await spawnInventory({ INVENTORY_SWEEP_INTERVAL: '0ms' });
  const { code, stderr } = await inventory.end;
  expect(code).toBe(78);
  expect(stderr).toMatch(/^INVENTORY_SWEEP_INTERVAL must be a duration .*got "0ms"\n$/);
});

test('FaultService is served where BALLAST_FAULTS allows it, and else is not', async () => {
  for (const [allowed, answer] of [
    ['on', { faults: [] }],
    ['off', { code: 12 }],
  ] as const) {
    await using inventory = await spawnInventory({ BALLAST_FAULTS: allowed });
    const [message] = (await once(inventory.child, 'message')) as unknown[];
    const { address } = message as { address: string };
    using client = createClient(FaultServiceService, { target: `static:///${address}` });
    const listed = await client.listFaults({}).catch((error: unknown) => error);
    expect(listed).toMatchObject(answer);
  }
});
