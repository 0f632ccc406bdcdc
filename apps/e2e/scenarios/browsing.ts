import assert from 'node:assert/strict';
import type { Platform } from '../src/platform/platform.ts';
import { signalOne, signalService, whileSilent } from '../src/platform/signal-service.ts';
import type { Scenario } from '../src/scenario.ts';
import type { HttpAnswer } from '../src/shop/send-request.ts';
import type { Shop } from '../src/shop/shop.ts';
import { waitUntil } from '../src/wait-until.ts';

const countInventory = async (platform: Platform): Promise<number> =>
  (await platform.replicas()).filter(({ service }) => service === 'inventory').length;

/** Theirs: HTTP 500 for 90 to 120 s. */
export const browsing: Scenario = {
  name: 'browsing',
  needs: ['processes'],
  cases: [
    {
      name: 'one inventory replica is recreated while people browse: never anything but 200',
      async run({ platform, shop, note }) {
        await shop.listProducts();
        const replicas = await countInventory(platform);
        await using browsers = browse(shop);
        const killed = await signalOne(platform, 'inventory', 'SIGKILL');
        await waitUntil('it has a successor', async () => {
          const now = (await platform.replicas()).filter(({ service }) => service === 'inventory');
          return now.length === replicas && now.every(({ id }) => id !== killed.id)
            ? now
            : undefined;
        });
        const answers = await browsers.stop();
        note(`one inventory replica recreated: ${describe(answers)}`);
        assert.deepEqual(statusesOf(answers), [200]);
      },
    },
    {
      name: 'all of inventory is killed while people browse: what was known last, marked, never a 5xx',
      async run({ platform, shop, stockUp, note }) {
        const sku = await stockUp(7);
        await shop.listProducts();
        const replicas = await countInventory(platform);
        await using browsers = browse(shop);
        await signalService(platform, 'inventory', 'SIGKILL');
        await waitUntil('products are shown as known last', async () =>
          browsers.seen.some(isStale) ? true : undefined,
        );
        await waitUntil('all are back', async () => {
          const now = (await platform.replicas()).filter(({ service }) => service === 'inventory');
          return now.length === replicas ? now : undefined;
        });
        await waitUntil('products are shown as they are', async () =>
          isStale(await shop.listProducts()) ? undefined : true,
        );
        const answers = await browsers.stop();
        note(`all of inventory killed: ${describe(answers)}`);
        assert.deepEqual(statusesOf(answers), [200]);
        for (const answer of answers.filter(isStale)) {
          const { products } = answer.json as Products;
          assert.ok(products.every(({ stale }) => stale === true));
          assert.equal(products.find((one) => one.sku === sku)?.available, 7);
          assert.match(String(answer.headers['age']), /^\d+$/);
        }
      },
    },
    {
      name: 'an order is shown, listed and watched while all of inventory is silent',
      async run({ platform, shop, stockUp, newId }) {
        const customerId = newId('reader');
        const items = [{ sku: await stockUp(5), quantity: 1 }];
        const { json } = await shop.placeOrder({ customerId, items });
        const { orderId } = json as { orderId: string };
        await whileSilent(platform, 'inventory', async () => {
          assert.equal((await shop.findOrder(orderId)).status, 200);
          assert.equal((await shop.listOrders({ customerId })).status, 200);
          using stream = await shop.watchOrder(orderId);
          assert.equal((await stream.next())?.id, '1');
        });
      },
    },
  ],
};

interface Products {
  readonly products: readonly {
    readonly sku: string;
    readonly available: number;
    readonly stale?: boolean;
  }[];
  readonly staleSince?: string;
}

const isStale = ({ json }: HttpAnswer) => (json as Products).staleSince !== undefined;
const statusesOf = (answers: readonly HttpAnswer[]) => [
  ...new Set(answers.map(({ status }) => status)),
];
const describe = (answers: readonly HttpAnswer[]) =>
  `${answers.length} requests, ${answers.filter(({ status }) => status >= 500).length} × 5xx, ` +
  `${answers.filter(isStale).length} as known last`;

/** Two people who look at the products again and again. */
function browse(shop: Shop) {
  const seen: HttpAnswer[] = [];
  let isOver = false;
  const look = async (): Promise<void> => {
    while (!isOver) seen.push(await shop.listProducts());
  };
  const looking = Promise.all([look(), look()]);
  // Told by `stop`.
  looking.catch(() => undefined);
  const stop = async (): Promise<readonly HttpAnswer[]> => {
    isOver = true;
    await looking;
    return seen;
  };
  return { seen, stop, [Symbol.asyncDispose]: () => stop().then(() => undefined) };
}
