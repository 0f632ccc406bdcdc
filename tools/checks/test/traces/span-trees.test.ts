import { InventoryServiceService as inventory } from '@ballast/contracts';
import { unavailable } from '@ballast/status';
import { createGate } from '@ballast/testing';
import { withBaggage } from '@ballast/tracing';
import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { drawTree, startThreeTiers, type ThreeTiers } from './three-tiers.ts';

const row = { sku: 'mug', name: 'A mug', priceCents: 1n, received: 1n };
const change = { sku: 'mug', delta: 1n };
const { service } = { service: 'ballast.inventory.v1.InventoryService' };

const hop = (depth: number, outcome = 'OK'): string[] =>
  ['call', 'attempt', 'server'].map(
    (role, index) => `${'  '.repeat(depth + index)}${role} ${outcome}`,
  );

/** Ends come in on their own: the server's of a stream may be the last. */
async function theTree(tiers: ThreeTiers, spans: number): Promise<string[]> {
  await expect.poll(() => tiers.spans().length).toBe(spans);
  const trees = tiers.trees();
  expect(trees).toHaveLength(1);
  return drawTree(trees[0]!);
}

test.each([
  ['unary', async ({ client }: ThreeTiers) => client.getStock({ sku: 'mug' })],
  [
    'server streaming',
    ({ client }: ThreeTiers) => Array.fromAsync(client.watchStock({ skus: [] })),
  ],
  ['client streaming', ({ client }: ThreeTiers) => client.importStock([row, row])],
  ['bidi', ({ client }: ThreeTiers) => Array.fromAsync(client.adjustStock([change, change]))],
] as const)('a %s call is one tree over three tiers', async (_, call) => {
  await using tiers = await startThreeTiers();
  await call(tiers);
  expect(await theTree(tiers, 6)).toEqual([...hop(0), ...hop(3)]);
});

test('a retry is a second attempt beside the first, each with the server that it reached', async () => {
  await using tiers = await startThreeTiers({
    idempotentMethods: [inventory.getStock.path],
    policy: {
      methodConfig: [
        {
          name: [{ service }],
          retryPolicy: {
            ...{ maxAttempts: 3, initialBackoff: '0.01s', maxBackoff: '0.01s' },
            ...{ backoffMultiplier: 1, retryableStatusCodes: ['UNAVAILABLE'] },
          },
        },
      ],
    },
  });
  const answers = tiers.leaf.getStock;
  tiers.leaf.getStock = () => {
    tiers.leaf.getStock = answers;
    return Promise.reject(unavailable('not now'));
  };
  await tiers.client.getStock({ sku: 'mug' });
  expect(await theTree(tiers, 8)).toEqual([
    ...hop(0),
    '      call OK',
    '        attempt UNAVAILABLE',
    '          server UNAVAILABLE',
    '        attempt OK',
    '          server OK',
  ]);
  const retry = tiers.spans().find(({ attributes }) => attributes['previous-rpc-attempts'] === 1);
  expect(retry).toBeDefined();
});

test('a hedge runs beside the first attempt, and the loser is no error', async () => {
  await using tiers = await startThreeTiers({
    leaves: 2,
    idempotentMethods: [inventory.getStock.path],
    policy: {
      methodConfig: [
        { name: [{ service }], hedgingPolicy: { maxAttempts: 2, hedgingDelay: '0.02s' } },
      ],
    },
  });
  const answers = tiers.leaf.getStock;
  const over = createGate();
  tiers.leaf.getStock = async (_request, { signal }) => {
    tiers.leaf.getStock = answers;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    over.open();
    throw signal.reason as Error;
  };
  await tiers.client.getStock({ sku: 'mug' });
  await over.opened;
  const tree = await theTree(tiers, 8);
  expect(tree.slice(0, 4)).toEqual([...hop(0), '      call OK']);
  expect(tree.slice(4).sort()).toEqual([
    '          server CANCELLED',
    '          server OK',
    '        attempt CANCELLED',
    '        attempt OK',
  ]);
  const loser = tiers
    .spans()
    .find(
      ({ attributes }) =>
        attributes['rpc.status_code'] === 'CANCELLED' && attributes['ballast.role'] === 'attempt',
    );
  expect(loser?.status.code).toBe(0);
});

test('a caller that leaves ends every span below it', async () => {
  await using tiers = await startThreeTiers();
  const leaving = new AbortController();
  tiers.leaf.getStock = async (_request, { signal }) => {
    leaving.abort();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    throw signal.reason as Error;
  };
  const call = tiers.client.getStock({ sku: 'mug' }, { signal: leaving.signal });
  await expect(call).rejects.toMatchObject({ code: 1 });
  expect(await theTree(tiers, 6)).toEqual([...hop(0, 'CANCELLED'), ...hop(3, 'CANCELLED')]);
});

test('a refused request is a server’s span without anything below it', async () => {
  await using tiers = await startThreeTiers();
  await expect(tiers.client.getStock({ sku: '' })).rejects.toMatchObject({ code: 3 });
  expect(await theTree(tiers, 3)).toEqual(hop(0, 'INVALID_ARGUMENT'));
});

test('baggage goes on to the last tier as it came, whoever stands between', async () => {
  await using tiers = await startThreeTiers();
  const seen: unknown[] = [];
  const answers = tiers.leaf.getStock;
  tiers.leaf.getStock = (request, call) => {
    seen.push(...call.metadata.get('baggage'));
    seen.push(propagation.getActiveBaggage()?.getEntry('shop')?.value);
    return answers(request, call);
  };
  const carrying = withBaggage(ROOT_CONTEXT, 'shop=north%20wing;private,tier=gold');
  await context.with(carrying, () => tiers.client.getStock({ sku: 'mug' }));
  expect(seen).toEqual(['shop=north%20wing;private,tier=gold', 'north wing']);
});
