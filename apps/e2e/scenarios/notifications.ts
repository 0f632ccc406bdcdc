import assert from 'node:assert/strict';
import { describeOrders, isTaken, placeMany } from '../src/load/place-many.ts';
import { signalService, whileSilent } from '../src/platform/signal-service.ts';
import type { Scenario } from '../src/scenario.ts';
import type { ShownOrder } from '../src/shop/shop.ts';
import { waitUntil } from '../src/wait-until.ts';
import type { World } from '../src/world.ts';

/** The messages of a customer, once there are so many. */
function untilTold({ notifications }: World, customerId: string, count: number) {
  return waitUntil(`${customerId} has ${count} messages`, async () => {
    const request = { orderId: '', customerId, pageSize: 100, pageToken: '' };
    const page = await notifications.listNotifications(request);
    return page.notifications.length >= count ? page.notifications : undefined;
  });
}

export const notifications: Scenario = {
  name: 'notifications told',
  needs: [],
  cases: [
    {
      name: 'every change of an order becomes one message',
      async run(world) {
        const { shop, stockUp, newId } = world;
        const customerId = newId('told');
        const items = [{ sku: await stockUp(5, 450), quantity: 2 }];
        const { json } = await shop.placeOrder({ customerId, items });
        const { orderId } = json as ShownOrder;
        await shop.cancelOrder(orderId);
        const messages = await untilTold(world, customerId, 3);
        assert.deepEqual(
          messages.map(({ sequence }) => sequence),
          [3n, 2n, 1n],
        );
        assert.match(messages[1]?.text ?? '', /is confirmed: 9\.00 in all/);
      },
    },
  ],
};

/** Theirs, with e-mail: 6 of 6 orders failed. */
export const notificationsLost: Scenario = {
  name: 'notifications lost',
  needs: ['processes'],
  cases: [
    {
      name: 'notifications hangs: 6 of 6 orders succeed, and their messages come when it is back',
      run: (world) =>
        orderSix(world, 'hang', (order) => whileSilent(world.platform, 'notifications', order)),
    },
    {
      name: 'notifications is killed: 6 of 6 orders succeed, and their messages come when it is back',
      run: (world) =>
        orderSix(world, 'killed', async (order) => {
          await signalService(world.platform, 'notifications', 'SIGKILL');
          return order();
        }),
    },
  ],
};

async function orderSix(
  world: World,
  how: string,
  without: (order: () => ReturnType<typeof placeMany>) => ReturnType<typeof placeMany>,
): Promise<void> {
  const { shop, stockUp, newId, note } = world;
  const customerId = newId(`mute-${how}`);
  const items = [{ sku: await stockUp(10), quantity: 1 }];
  const orders = await without(() => placeMany({ shop, customerId, items, count: 6, clients: 2 }));
  note(`notifications ${how}: ${describeOrders(orders)}`);
  assert.equal(orders.filter(isTaken).length, 6, describeOrders(orders));
  // As placed, and as decided.
  const messages = await untilTold(world, customerId, 12);
  assert.equal(new Set(messages.map(({ orderId }) => orderId)).size, 6);
}
