import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInventoryDatabase } from '../../test/open-store.ts';
import { row, startReplica } from '../../test/start-replica.ts';
import type { Replica } from '../../test/start-replica.ts';

let first: Replica;
beforeAll(async () => {
  first = await startReplica(await openInventoryDatabase());
});
afterAll(() => first[Symbol.asyncDispose]());

test('an adjustment is answered before the next is read', async () => {
  await first.client.importStock([row('adjust')]);
  await first.client.reserve({
    ...{ reservationId: 'adjust', ttlSeconds: 0 },
    items: [{ sku: 'adjust', quantity: 4 }],
  });
  const asked: bigint[] = [];
  async function* adjustments() {
    for (const delta of [5n, -12n, -11n]) {
      asked.push(delta);
      yield { sku: 'adjust', delta };
    }
    yield { sku: 'not-there', delta: 1n };
  }
  const outcomes = [];
  for await (const { outcome } of first.client.adjustStock(adjustments())) outcomes.push(outcome);
  expect(outcomes).toMatchObject([
    { $case: 'adjusted', value: { onHand: 15n, reserved: 4n, available: 11n } },
    { $case: 'refused', value: { sku: 'adjust', reason: 'BELOW_RESERVED' } },
    { $case: 'adjusted', value: { onHand: 4n, reserved: 4n, available: 0n } },
    { $case: 'refused', value: { sku: 'not-there', reason: 'UNKNOWN_SKU' } },
  ]);
});
