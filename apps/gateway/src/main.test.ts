import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { spawnProgram } from '@ballast/testing';
import type { SpawnedProgram } from '@ballast/testing';
import { isListeningMessage } from '@ballast/program';
import { expect, test } from 'vitest';
import { ask } from '../test/ask.ts';
import { startReplica, startShop } from '../test/shop.ts';

const path = join(import.meta.dirname, 'main.ts');

/** Nobody listens there. */
const nowhere = {
  ORDERS_TARGET: 'static:///127.0.0.1:1',
  INVENTORY_TARGET: 'static:///127.0.0.1:1',
};

test('it says where it listens, serves, and leaves with exit code 0 when told', async () => {
  await using shop = await startShop();
  await using program = spawnProgram(path, { ...shop.environment, PORT: '0' }, true);
  const url = await listening(program);
  expect(await ask(url, 'GET /v1/products')).toMatchObject({ status: 200 });
  program.child.kill('SIGTERM');
  expect(await program.end).toMatchObject({ code: 0, stderr: '' });
});

test('it starts before its services do, and is ready as soon as they are there', async () => {
  await using shop = await startShop();
  const [orders] = shop.replicas;
  orders?.force();
  await using program = spawnProgram(path, { ...shop.environment, PORT: '0' }, true);
  const url = await listening(program);
  expect(await ask(url, 'GET /livez')).toMatchObject({ status: 200 });
  expect(await ask(url, 'GET /readyz')).toMatchObject({
    status: 503,
    body: { reason: 'STARTING', detail: expect.stringContaining('orders') },
  });
  const unavailable = await ask(url, 'GET /v1/orders?customerId=ada');
  expect(unavailable).toMatchObject({ status: 503, body: { grpcStatus: 'UNAVAILABLE' } });
  expect(Number(unavailable.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  await using back = await startReplica(shop.orders.implementation, orders?.port);
  expect(back.port).toBe(orders?.port);
  while ((await ask(url, 'GET /readyz')).status !== 200);
  expect(await ask(url, 'GET /v1/orders?customerId=ada')).toMatchObject({ status: 200 });
});

test('a taken port is one line that names it', async () => {
  await using holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  await using program = spawnProgram(path, { ...nowhere, PORT: String(port) });
  expect(await program.end).toMatchObject({
    code: 1,
    stderr: `cannot start: port ${port} on 127.0.0.1 is taken by another program\n`,
  });
});

test('each bad variable is one line that names it, its rule and its value', async () => {
  await using program = spawnProgram(path, {
    PORT: 'http',
    ORDERS_TARGET: 'orders',
    GATEWAY_REQUEST_BUDGET: '1h',
  });
  const { code, stderr } = await program.end;
  expect(code).toBe(78);
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^PORT .*"http"$/),
    expect.stringMatching(/^ORDERS_TARGET .*"orders"$/),
    expect.stringMatching(/^GATEWAY_REQUEST_BUDGET .*"1h"$/),
  ]);
});

async function listening({ child }: SpawnedProgram): Promise<string> {
  for (;;) {
    const [message] = (await once(child, 'message')) as [unknown];
    if (isListeningMessage(message)) return `http://${message.address}`;
  }
}
