import { InventoryServiceService as inventory } from '@ballast/contracts';
import { processState } from '@ballast/state';
import { Code } from '@ballast/status';
import { expect, test } from 'vitest';
import { callUnary } from '../test/calls.ts';
import { startInventory } from '../test/start-inventory.ts';

/** Calls that wait in their handler until they are let go. */
function createHandler() {
  const held: (() => void)[] = [];
  const entered: (() => void)[] = [];
  return {
    getStock: () =>
      new Promise<{ stock: undefined }>((resolve) => {
        held.push(() => resolve({ stock: undefined }));
        entered.shift()?.();
      }),
    nextEntered: () => new Promise<void>((resolve) => entered.push(resolve)),
    letGo: () => held.splice(0).forEach((answer) => answer()),
  };
}

test('what a server has no room for is refused with a reason and a time to come back', async () => {
  const { getStock, nextEntered, letGo } = createHandler();
  await using shop = await startInventory({ getStock }, { server: { admission: { maxLimit: 1 } } });
  const ask = () => callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
  const inside = nextEntered();
  const served = ask();
  await inside;
  await expect(ask()).rejects.toMatchObject({
    code: Code.RESOURCE_EXHAUSTED,
    reason: 'OVERLOADED',
    retryDelayMs: expect.any(Number) as number,
  });
  const { address } = shop.server;
  const [own] = processState.read().admissions.filter((one) => one.address === address);
  expect(own).toMatchObject({ callsInFlight: 1, refused: { OVERLOADED: 1 } });
  letGo();
  await served;
});

test('a server may be told to take everything', async () => {
  const { getStock, nextEntered, letGo } = createHandler();
  await using shop = await startInventory({ getStock }, { server: { admission: false } });
  const ask = () => callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
  const inside = Array.from({ length: 50 }, nextEntered);
  const served = Array.from({ length: 50 }, ask);
  await Promise.all(inside);
  letGo();
  expect(await Promise.all(served)).toHaveLength(50);
  const { address } = shop.server;
  expect(processState.read().admissions.filter((one) => one.address === address)).toEqual([]);
});

test('a server that has left is no part of the process’s state', async () => {
  const shop = await startInventory({});
  const isThere = () =>
    processState.read().admissions.some(({ address }) => address === shop.server.address);
  expect(isThere()).toBe(true);
  await shop[Symbol.asyncDispose]();
  expect(isThere()).toBe(false);
});
