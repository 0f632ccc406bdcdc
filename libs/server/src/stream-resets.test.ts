import { InventoryServiceService as inventory } from '@ballast/contracts';
import { createGate } from '@ballast/testing';
import { expect, test } from 'vitest';
import { callUnary } from '../test/calls.ts';
import { startInventory } from '../test/start-inventory.ts';

/** How many connections a client needed that cancels so many calls, between two that it does not. */
async function countConnections(cancellations: number, maxCancellationsPerSecond?: number) {
  const allArrived = createGate();
  const peers = new Set<string>();
  let hastyArrivals = 0;
  await using shop = await startInventory(
    {
      getStock: async ({ sku }, { peer, signal }) => {
        peers.add(peer);
        if (sku === 'patient') return { stock: undefined };
        hastyArrivals += 1;
        if (hastyArrivals === cancellations) allArrived.open();
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
    },
    // Two thousand calls at a time are more than it takes by default.
    { server: { maxCancellationsPerSecond, admission: false } },
  );
  const callPatiently = () =>
    callUnary(shop.client, inventory.getStock, { sku: 'patient' }).response.catch(() => undefined);
  await callPatiently();
  const hasty = Array.from({ length: cancellations }, () =>
    callUnary(shop.client, inventory.getStock, { sku: 'hasty' }),
  );
  // Only what has arrived is a stream that can be reset.
  await allArrived.opened;
  for (const { call } of hasty) call.cancel();
  await Promise.all(hasty.map(({ response }) => response.catch(() => undefined)));
  await callPatiently();
  await callPatiently();
  return peers.size;
}

test('thousands of cancelled calls do not end their connection', async () => {
  expect(await countConnections(2000)).toBe(1);
});

test('a connection that does little but cancel is ended', async () => {
  expect(await countConnections(2000, 10)).toBe(2);
});
