// FaultService as this server serves it, from a plain grpc-js client.
import { InventoryServiceService as inventory } from '@ballast/contracts';
import { FaultServiceService as faultService, FaultSet } from '@ballast/faults';
import type { MethodDefinition } from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';
import { expect, test } from 'vitest';
import { callServerStream, callUnary } from '../test/calls.ts';
import { startInventory } from '../test/start-inventory.ts';

type HealthMethod = MethodDefinition<{ service: string }, { status: string }> & {
  requestStream: false;
  responseStream: false;
};
const health = healthService as unknown as Record<'Check' | 'Watch', HealthMethod>;
const name = 'ballast.inventory.v1.InventoryService';
const getStock = async () => ({ stock: undefined });
const fault = { name: 'f', methods: '*', criticality: 0 } as const;

async function startFaultyInventory() {
  const faults = new FaultSet();
  const shop = await startInventory({ getStock }, { server: { faults } });
  const { client } = shop;
  return {
    client,
    ask: () => callUnary(client, inventory.getStock, { sku: 'tea' }).response,
    set: (...set: Parameters<typeof faultService.setFaults.requestSerialize>[0]['faults']) =>
      callUnary(client, faultService.setFaults, { faults: set }).response,
    clear: () => callUnary(client, faultService.clearFaults, { names: [] }).response,
    [Symbol.asyncDispose]: async () => {
      faults[Symbol.dispose]();
      await shop[Symbol.asyncDispose]();
    },
  };
}

test('a server with faults fails as it is told, says that it was told to, and recovers', async () => {
  await using shop = await startFaultyInventory();
  const abort = { code: 14, message: '', afterMessages: 0 };
  await shop.set({ ...fault, effect: { $case: 'abort', value: abort } });
  await expect(shop.ask()).rejects.toMatchObject({ code: 14, reason: 'FAULT_INJECTED' });
  expect(await shop.clear()).toEqual({ cleared: ['f'] });
  expect(await shop.ask()).toEqual({ stock: undefined });
});

test('corrupted answers cannot be read, though this server encodes them itself', async () => {
  await using shop = await startFaultyInventory();
  await shop.set({ ...fault, effect: { $case: 'corrupt', value: {} } });
  await expect(shop.ask()).rejects.toMatchObject({ code: 13 });
});

test('a request that breaks the contract is refused with its fields, as any other', async () => {
  await using shop = await startFaultyInventory();
  await expect(shop.set({ ...fault, share: 2, effect: undefined })).rejects.toMatchObject({
    ...{ code: 3, reason: 'INVALID_REQUEST' },
    fieldViolations: [{ field: 'faults[0].share' }, { field: 'faults[0].effect' }],
  });
});

test('so is what only all faults together break', async () => {
  await using shop = await startFaultyInventory();
  const leak = { kibibytes: 1, maxMebibytes: 256 };
  const leaks = ['a', 'b', 'c'].map((each) => ({
    ...{ ...fault, name: each, effect: { $case: 'memoryGrowth' as const, value: leak } },
  }));
  await expect(shop.set(...leaks)).rejects.toMatchObject({ code: 3, reason: 'INVALID_FAULT' });
});

test('health says NOT_SERVING by fault, to watchers too, and afterwards what it said before', async () => {
  await using shop = await startFaultyInventory();
  const watch = callServerStream(shop.client, health.Watch, { service: name });
  const seen = watch[Symbol.asyncIterator]();
  const next = async () => ((await seen.next()) as { value: { status: string } }).value.status;
  expect(await next()).toBe('SERVING');
  await shop.set({ ...fault, methods: `${name}/*`, effect: { $case: 'notServing', value: {} } });
  expect(await next()).toBe('NOT_SERVING');
  const { response } = callUnary(shop.client, health.Check, { service: '' });
  expect(await response).toEqual({ status: 'SERVING' });
  await shop.clear();
  expect(await next()).toBe('SERVING');
  watch.cancel();
  watch.on('error', () => undefined);
});

test('a server without faults has no FaultService', async () => {
  await using shop = await startInventory({ getStock });
  const { response } = callUnary(shop.client, faultService.listFaults, {});
  await expect(response).rejects.toMatchObject({ code: 12 });
});
