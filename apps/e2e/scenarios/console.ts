import assert from 'node:assert/strict';
import type { Scenario } from '../src/scenario.ts';
import { waitUntil } from '../src/wait-until.ts';
import type { World } from '../src/world.ts';

interface Span {
  readonly service: string;
  readonly parentSpanId: string;
  readonly spanId: string;
}

interface Snapshot {
  readonly replicas: readonly {
    readonly id: string;
    readonly pid: number;
    readonly state: string;
  }[];
  readonly happenings: readonly { readonly text: string }[];
  readonly recentOrders: readonly { readonly orderId: string; readonly state?: string }[];
  readonly faults: readonly { readonly replica: string; readonly hits: number }[];
}

/** What a person does there; how it is done in detail is tested in the console's own room. */
export const console: Scenario = {
  name: 'console',
  needs: ['console'],
  cases: [
    {
      name: 'an order placed there is confirmed, and its trace is there, from the gateway to the stock',
      async run(world) {
        const sku = await world.stockUp(1);
        const order = { customerId: world.newId('customer'), items: [{ sku, quantity: 1 }] };
        const startedMs = performance.now();
        const answer = await tell<{ traceId: string; order: { orderId: string } }>(
          world,
          '/api/shop/orders',
          order,
        );
        const { traceId, order: placed } = answer;
        const path = `/api/traces/${traceId}`;
        // Each service tells of its own: that of one may come before that of the one above it.
        await waitUntil('all spans of the trace but the first have their parent', async () => {
          const { tree } = await ask<{ tree: Span[] }>(world, path);
          const services = new Set(tree.map(({ service }) => service));
          if (!services.has('gateway') || !services.has('inventory')) return undefined;
          const known = new Set(tree.map(({ spanId }) => spanId));
          return tree.filter(({ parentSpanId }) => !known.has(parentSpanId)).length === 1
            ? tree
            : undefined;
        });
        world.note(
          `the trace was whole ${Math.round(performance.now() - startedMs)} ms after it began`,
        );
        await waitUntil('the order is among the recent ones', async () => {
          const { recentOrders } = await look(world);
          return recentOrders.find(({ orderId }) => orderId === placed.orderId);
        });
      },
    },
    {
      name: 'a replica that is killed there is started again, and it says so',
      async run(world) {
        const before = await findReplica(world, 'orders#2');
        await tell(world, '/api/platform/replicas/orders%232/kill', {});
        await waitUntil('another process serves', async () => {
          const { pid, state } = await findReplica(world, 'orders#2');
          return pid !== before.pid && state === 'serving' ? true : undefined;
        });
        const { happenings } = await look(world);
        const texts = happenings.map(({ text }) => text);
        assert.ok(texts.includes('orders#2 is killed'), texts.join('; '));
        assert.ok(texts.includes('orders#2 serves'), texts.join('; '));
      },
    },
    {
      name: 'a fault that is set there hits calls, and is taken back',
      async run(world) {
        const fault = { toggle: 'latency', parameters: { delayMs: 5 } };
        const replicas = ['inventory#1'];
        await waitUntil('it takes faults', () =>
          tell(world, '/api/faults', { action: 'set', replicas, fault }),
        );
        await tell(world, '/api/load', { perSecond: 20 });
        await waitUntil('it hits calls', async () => {
          const { faults } = await look(world);
          return faults.find(({ replica, hits }) => replica === 'inventory#1' && hits > 0);
        });
        await tell(world, '/api/load', { perSecond: 0 });
        await tell(world, '/api/faults', { action: 'clear', replicas: [] });
        await waitUntil('it is over', async () =>
          (await look(world)).faults.length === 0 ? true : undefined,
        );
      },
    },
  ],
};

async function findReplica(world: World, id: string) {
  return await waitUntil(`${id} is known`, async () =>
    (await look(world)).replicas.find((replica) => replica.id === id),
  );
}

async function ask<T>(world: World, path: string): Promise<T> {
  return await readAnswer<T>(await fetch(consoleOf(world) + path));
}

async function tell<T>(world: World, path: string, body: unknown): Promise<T> {
  const response = await fetch(consoleOf(world) + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return await readAnswer<T>(response);
}

async function readAnswer<T>(response: Response): Promise<T> {
  const text = await response.text();
  assert.ok(response.ok, `${response.url}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

/** The next snapshot of its event stream. */
async function look(world: World): Promise<Snapshot> {
  const leaving = new AbortController();
  const { body } = await fetch(`${consoleOf(world)}/api/stream`, { signal: leaving.signal });
  let text = '';
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const data = /^data: (.*)\n\n/m.exec(text)?.[1];
    if (data === undefined) continue;
    leaving.abort();
    return JSON.parse(data) as Snapshot;
  }
  throw new Error('the stream ended');
}

function consoleOf({ platform }: World): string {
  assert.ok(platform.consoleUrl, 'a console runs');
  return platform.consoleUrl;
}
