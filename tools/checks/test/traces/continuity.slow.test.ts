// 10 000 calls of all kinds, with retries and hedges: every span hangs in the tree of its call.
import { setTimeout as delay } from 'node:timers/promises';
import { InventoryServiceService as inventory } from '@ballast/contracts';
import { unavailable } from '@ballast/status';
import { expect, test } from 'vitest';
import { startThreeTiers, type ThreeTiers } from './three-tiers.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** For tables of results. */
    measured?: string;
  }
}

const CALLS = 10_000;
const row = { sku: 'mug', name: 'A mug', priceCents: 1n, received: 1n };
const service = 'ballast.inventory.v1.InventoryService';

const policy = {
  methodConfig: [
    {
      name: [{ service, method: 'GetStock' }],
      retryPolicy: {
        ...{ maxAttempts: 3, initialBackoff: '0.01s', maxBackoff: '0.01s' },
        ...{ backoffMultiplier: 1, retryableStatusCodes: ['UNAVAILABLE'] },
      },
    },
    {
      name: [{ service, method: 'ListStock' }],
      hedgingPolicy: { maxAttempts: 2, hedgingDelay: '0.02s' },
    },
  ],
};

/** One call in fifty fails once, and one in fifty takes so long that the second attempt is faster. */
function makeTrouble(tiers: ThreeTiers): void {
  const answers = tiers.leaf.getStock;
  let asked = 0;
  tiers.leaf.getStock = (request, call) => {
    asked += 1;
    return asked % 50 === 0 ? Promise.reject(unavailable('not now')) : answers(request, call);
  };
  let listed = 0;
  tiers.leaf.listStock = async (_request, { signal }) => {
    listed += 1;
    // Answered in the end all the same: a budget may have no room for its hedge.
    if (listed % 50 === 0) await delay(1000, undefined, { signal });
    return { stock: [], nextPageToken: '' };
  };
}

test('all spans of 10 000 mixed calls are joined', { timeout: 300_000 }, async ({ task }) => {
  await using tiers = await startThreeTiers({
    ...{ leaves: 3, policy },
    idempotentMethods: [inventory.getStock.path, inventory.listStock.path],
  });
  makeTrouble(tiers);
  const kinds = [
    () => tiers.client.getStock({ sku: 'mug' }),
    () => tiers.client.listStock({ pageSize: 1, pageToken: '' }),
    () => Array.fromAsync(tiers.client.watchStock({ skus: [] })),
    () => tiers.client.importStock([row, row]),
    () => Array.fromAsync(tiers.client.adjustStock([{ sku: 'mug', delta: 1n }])),
  ];
  let left = CALLS;
  let failed = 0;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await kinds[left % kinds.length]!().catch(() => (failed += 1));
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  expect(failed).toBe(0);

  // Ends come in on their own: the server's of a hedge that lost is the last.
  let seen = 0;
  await expect
    .poll(() => seen - (seen = tiers.spans().length), { timeout: 20_000, interval: 500 })
    .toBe(0);
  const attempts = tiers.spans().filter(({ name }) => name.startsWith('Attempt.'));
  const hedges = attempts.filter(({ attributes }) => attributes['ballast.hedge']).length;
  const retries = attempts.filter(
    ({ name, attributes }) =>
      name.endsWith('/GetStock') && attributes['previous-rpc-attempts'] !== 0,
  ).length;
  expect(retries).toBeGreaterThan(30);
  expect(hedges).toBeGreaterThan(30);
  // Two hops of three spans, and an attempt and its server for each repeat.
  expect(tiers.spans().length).toBeGreaterThanOrEqual(CALLS * 6 + 2 * retries + hedges);
  const trees = tiers.trees();
  expect(trees).toHaveLength(CALLS);
  expect(new Set(tiers.spans().map((span) => span.spanContext().traceId)).size).toBe(CALLS);
  expect(trees.filter(({ span }) => span.attributes['ballast.role'] !== 'call')).toEqual([]);
  task.meta.measured = `${tiers.spans().length} spans in ${trees.length} trees, ${retries} retries, ${hedges} hedges`;
});
