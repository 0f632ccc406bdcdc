import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createClient } from '@ballast/client';
import { OrdersServiceService, OrderState } from '@ballast/contracts';
import { findTestServer } from '@ballast/persistence/testing';
import { isListeningMessage } from '@ballast/program';
import { spawnProgram } from '@ballast/testing';
import type { SpawnedProgram } from '@ballast/testing';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, 'main.ts');

const spawnOrders = async (environment: NodeJS.ProcessEnv = {}) =>
  spawnProgram(
    program,
    {
      ...{ PORT: '0', BALLAST_DATABASE_URL: await findTestServer(), LOG_LEVEL: 'error' },
      ...{ ORDERS_DRAIN_DELAY: '0ms', ...environment },
    },
    true,
  );

async function addressOf({ child, end }: SpawnedProgram): Promise<string> {
  const told = await Promise.race([once(child, 'message'), end]);
  const message: unknown = Array.isArray(told) ? told[0] : told;
  if (!isListeningMessage(message)) throw new Error(`not started: ${JSON.stringify(message)}`);
  return message.address;
}

test('orders are accepted while no inventory is there, and SIGTERM ends the program with 0', async () => {
  // A port that nobody listens on.
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as { port: number };
  closed.close();
  await using orders = await spawnOrders({
    ...{ INVENTORY_TARGET: `static:///127.0.0.1:${port}`, ORDERS_PLACE_BUDGET: '300ms' },
  });
  using client = createClient(OrdersServiceService, {
    target: `static:///${await addressOf(orders)}`,
  });
  const { order } = await client.placeOrder({
    ...{ idempotencyKey: 'alone', customerId: 'ada', items: [{ sku: 'a', quantity: 1 }] },
  });
  expect(order?.state).toBe(OrderState.ORDER_STATE_PENDING);
  orders.child.kill('SIGTERM');
  expect(await orders.end).toMatchObject({ code: 0, stderr: '' });
});

test('a database that is away is waited for, and then is a line on standard error', async () => {
  await using orders = await spawnOrders({
    ...{
      BALLAST_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      ORDERS_DATABASE_WAIT: '200ms',
    },
  });
  const { code, stderr } = await orders.end;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^cannot start: the database cannot be reached: .*ECONNREFUSED.*\n$/);
});

test('a program that waits for its database leaves when it is told to', async () => {
  await using orders = await spawnOrders({
    ...{ BALLAST_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', LOG_LEVEL: 'info' },
  });
  await once(orders.child.stdout!, 'data');
  orders.child.kill('SIGTERM');
  expect(await orders.end).toMatchObject({ code: 0, stderr: '' });
});

test('a wrong variable is a line on standard error, and exit code 78', async () => {
  await using orders = await spawnOrders({ ORDERS_PLACE_BUDGET: 'soon' });
  const { code, stderr } = await orders.end;
  expect(code).toBe(78);
  expect(stderr).toMatch(/^ORDERS_PLACE_BUDGET must be a duration .*got "soon"\n$/);
});
