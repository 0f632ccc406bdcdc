// 10 000 calls of all kinds, with retries: every span hangs in the tree of its call.
import { InventoryServiceService as inventory } from '@ballast/contracts';
import { unavailable } from '@ballast/status';
import { expect, test } from 'vitest';
import { startThreeTiers } from './three-tiers.ts';

const CALLS = 10_000;
const row = { sku: 'mug', name: 'A mug', priceCents: 1n, received: 1n };

test('all spans of 10 000 mixed calls are joined', { timeout: 300_000 }, async () => {
  await using tiers = await startThreeTiers({
    leaves: 3,
    idempotentMethods: [inventory.getStock.path],
    policy: {
      methodConfig: [
        {
          name: [{ service: 'ballast.inventory.v1.InventoryService', method: 'GetStock' }],
          retryPolicy: {
            ...{ maxAttempts: 3, initialBackoff: '0.01s', maxBackoff: '0.01s' },
            ...{ backoffMultiplier: 1, retryableStatusCodes: ['UNAVAILABLE'] },
          },
        },
      ],
    },
  });
  const answers = tiers.leaf.getStock;
  let asked = 0;
  tiers.leaf.getStock = (request, call) => {
    asked += 1;
    return asked % 50 === 0 ? Promise.reject(unavailable('not now')) : answers(request, call);
  };
  const kinds = [
    () => tiers.client.getStock({ sku: 'mug' }),
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

  const expected = CALLS * 6;
  await expect.poll(() => tiers.spans().length, { timeout: 10_000 }).toBeGreaterThan(expected);
  const trees = tiers.trees();
  expect(trees).toHaveLength(CALLS);
  expect(new Set(tiers.spans().map((span) => span.spanContext().traceId)).size).toBe(CALLS);
  expect(trees.filter(({ span }) => span.attributes['ballast.role'] !== 'call')).toEqual([]);
});
