import { InventoryServiceService as inventory } from '@ballast/contracts';
import type { StatusError } from '@ballast/status';
import { Client, credentials } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { callUnary } from '../test/calls.ts';
import { startInventory } from '../test/start-inventory.ts';

it.each([0, 200])('a drain under load, delay %i ms, fails no call', async (drainDelayMs) => {
  const handlers = {
    getStock: async () => {
      await new Promise(setImmediate);
      return { stock: undefined };
    },
  };
  await using leaving = await startInventory(handlers, {
    // As much load as the processor bears, and it is not the server's admission that is looked at.
    server: { drainDelayMs, admission: false },
  });
  await using staying = await startInventory(handlers, { server: { admission: false } });
  const target = `ipv4:${leaving.server.address},${staying.server.address}`;
  const client = new Client(target, credentials.createInsecure(), {
    'grpc.service_config': '{"loadBalancingConfig":[{"round_robin":{}}]}',
  });
  let [answered, running] = [0, true];
  const failures: StatusError[] = [];
  const callOnAndOn = async (): Promise<void> => {
    while (running) {
      await callUnary(client, inventory.getStock, { sku: 'mug' }).response.then(
        () => (answered += 1),
        (error: StatusError) => failures.push(error),
      );
    }
  };
  const callers = Array.from({ length: 50 }, callOnAndOn);
  const until = async (count: number): Promise<void> => {
    while (answered < count) await new Promise(setImmediate);
  };
  await until(500);
  await leaving.server.drain();
  await until(answered + 500);
  running = false;
  await Promise.all(callers);
  client.close();
  expect(failures.map(String)).toEqual([]);
  expect(leaving.log.at('warn')).toEqual([]);
});
