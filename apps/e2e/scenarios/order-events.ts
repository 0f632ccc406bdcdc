import assert from 'node:assert/strict';
import type { Scenario } from '../src/scenario.ts';
import type { EventStream } from '../src/shop/event-stream.ts';
import type { ShownOrder } from '../src/shop/shop.ts';
import type { World } from '../src/world.ts';

interface Change {
  readonly id: string;
  readonly state: string;
}

async function readChanges(stream: EventStream, count: number): Promise<Change[]> {
  const changes: Change[] = [];
  while (changes.length < count) {
    const event = await stream.next();
    assert.ok(event, `the stream ended after ${changes.length} of ${count} events`);
    changes.push({ id: event.id, state: (JSON.parse(event.data) as { state: string }).state });
  }
  return changes;
}

async function place({ shop, stockUp, newId }: World): Promise<string> {
  const items = [{ sku: await stockUp(5), quantity: 1 }];
  const { json } = await shop.placeOrder({ customerId: newId('watcher'), items });
  return (json as ShownOrder).orderId;
}

const pending = { id: '1', state: 'PENDING' };
const confirmed = { id: '2', state: 'CONFIRMED' };
const cancelled = { id: '3', state: 'CANCELLED' };

export const orderEvents: Scenario = {
  name: 'order events',
  needs: [],
  cases: [
    {
      name: 'a watcher is told what was, and then each change as it comes, to the end',
      async run(world) {
        const orderId = await place(world);
        using stream = await world.shop.watchOrder(orderId);
        assert.equal(stream.status, 200);
        assert.deepEqual(await readChanges(stream, 2), [pending, confirmed]);
        // The stream is open and silent now: what comes next is live.
        await world.shop.cancelOrder(orderId);
        assert.deepEqual(await readChanges(stream, 1), [cancelled]);
        assert.equal(
          await stream.next(),
          undefined,
          'the stream ends when nothing can come any more',
        );
      },
    },
    {
      name: 'a watcher who comes back is told the rest: no gap, nothing twice',
      async run(world) {
        const orderId = await place(world);
        const seen: Change[] = [];
        for (let lastEventId = ''; lastEventId !== '3'; lastEventId = seen.at(-1)?.id ?? '') {
          using stream = await world.shop.watchOrder(orderId, ...(lastEventId && [lastEventId]));
          seen.push(...(await readChanges(stream, 1)));
          if (lastEventId === '1') await world.shop.cancelOrder(orderId);
        }
        assert.deepEqual(seen, [pending, confirmed, cancelled]);
      },
    },
    {
      name: 'whoever has seen the last event is told to stay away: 204',
      async run(world) {
        const orderId = await place(world);
        await world.shop.cancelOrder(orderId);
        using stream = await world.shop.watchOrder(orderId, '3');
        assert.equal(stream.status, 204);
        assert.equal(await stream.next(), undefined);
      },
    },
    {
      name: 'fifty watchers of one order all see the same',
      async run(world) {
        const orderId = await place(world);
        const streams = await Promise.all(
          Array.from({ length: 50 }, () => world.shop.watchOrder(orderId)),
        );
        const reading = Promise.all(streams.map((stream) => readChanges(stream, 3)));
        await world.shop.cancelOrder(orderId);
        for (const changes of await reading) {
          assert.deepEqual(changes, [pending, confirmed, cancelled]);
        }
        for (const stream of streams) stream[Symbol.dispose]();
      },
    },
  ],
};
