import assert from 'node:assert/strict';
import { OrderState, ReservationState } from '@ballast/contracts';
import { Code, isStatusError } from '@ballast/status';
import type { Scenario } from '../src/scenario.ts';
import { streamOf } from '../src/stream-of.ts';

export const callKinds: Scenario = {
  name: 'call kinds',
  needs: [],
  cases: [
    {
      name: 'unary: an order is placed, read, listed and cancelled',
      async run({ orders, stockUp, newId }) {
        const items = [{ sku: await stockUp(5), quantity: 2 }];
        const customerId = newId('caller');
        const request = { idempotencyKey: newId('key'), customerId, items };
        const { order, replayed } = await orders.placeOrder(request);
        assert.ok(order);
        assert.equal(replayed, false);
        assert.equal(order.state, OrderState.ORDER_STATE_CONFIRMED);
        assert.equal((await orders.placeOrder(request)).replayed, true);
        const { orderId } = order;
        assert.deepEqual((await orders.getOrder({ orderId })).order, order);
        const page = await orders.listOrders({ customerId, pageSize: 0, pageToken: '' });
        assert.deepEqual(page.orders, [order]);
        const cancelled = await orders.cancelOrder({ orderId });
        assert.equal(cancelled.order?.state, OrderState.ORDER_STATE_CANCELLED);
      },
    },
    {
      name: 'unary: a reservation is held, committed and released, each as often as one likes',
      async run({ inventory, stockUp, newId }) {
        const sku = await stockUp(5);
        const reservationId = newId('e2e-direct');
        const stockNow = async () => {
          const { stock } = await inventory.getStock({ sku });
          return [stock?.onHand, stock?.reserved, stock?.available];
        };
        const reserve = { reservationId, items: [{ sku, quantity: 2 }], ttlSeconds: 0 };
        for (let again = 0; again < 2; again += 1) {
          const { reservation } = await inventory.reserve(reserve);
          assert.equal(reservation?.state, ReservationState.RESERVATION_STATE_HELD);
          assert.deepEqual(await stockNow(), [5n, 2n, 3n]);
        }
        for (let again = 0; again < 2; again += 1) {
          const { reservation } = await inventory.commit({ reservationId });
          assert.equal(reservation?.state, ReservationState.RESERVATION_STATE_COMMITTED);
          assert.deepEqual(await stockNow(), [3n, 0n, 3n]);
        }
        for (let again = 0; again < 2; again += 1) {
          const { reservation } = await inventory.release({ reservationId });
          assert.equal(reservation?.state, ReservationState.RESERVATION_STATE_RELEASED);
          assert.deepEqual(await stockNow(), [5n, 0n, 5n]);
        }
        const other = { ...reserve, items: [{ sku, quantity: 3 }] };
        await assertRefused(inventory.reserve(other), Code.ALREADY_EXISTS, 'RESERVATION_DIFFERS');
      },
    },
    {
      name: 'server streaming: an order is watched to its end, from where one wants',
      async run({ orders, stockUp, newId }) {
        const items = [{ sku: await stockUp(5), quantity: 2 }];
        const customerId = newId('caller');
        const placed = await orders.placeOrder({ idempotencyKey: newId('key'), customerId, items });
        const orderId = placed.order?.orderId ?? '';
        await orders.cancelOrder({ orderId });
        const all = await Array.fromAsync(orders.watchOrder({ orderId, afterSequence: 0n }));
        assert.deepEqual(
          all.map(({ sequence, state }) => [sequence, state]),
          [
            [1n, OrderState.ORDER_STATE_PENDING],
            [2n, OrderState.ORDER_STATE_CONFIRMED],
            [3n, OrderState.ORDER_STATE_CANCELLED],
          ],
        );
        const rest = await Array.fromAsync(orders.watchOrder({ orderId, afterSequence: 2n }));
        assert.deepEqual(rest, all.slice(2));
      },
    },
    {
      name: 'server streaming: stock is watched, first as it is, then each change',
      async run({ inventory, stockUp }) {
        const sku = await stockUp(5);
        const available: (bigint | undefined)[] = [];
        for await (const { stock } of inventory.watchStock({ skus: [sku] })) {
          available.push(stock?.available);
          if (available.length === 3) break;
          await Array.fromAsync(inventory.adjustStock(streamOf({ sku, delta: 10n })));
        }
        assert.deepEqual(available, [5n, 15n, 25n]);
      },
    },
    {
      name: 'client streaming: an import takes the good rows and names the bad ones',
      async run({ inventory, newId }) {
        const sku = newId('e2e-import');
        const row = { sku, name: 'cup', priceCents: 5n, received: 3n };
        const rows = [
          row,
          { ...row, sku: 'not a sku' },
          { ...row, priceCents: -1n },
          { ...row, received: 4n, name: 'mug' },
        ];
        const answer = await inventory.importStock(streamOf(...rows));
        assert.deepEqual([answer.imported, answer.rejected], [2n, 2n]);
        assert.deepEqual(
          answer.errors.map((error) => error.row),
          [2n, 3n],
        );
        const { stock } = await inventory.getStock({ sku });
        assert.deepEqual([stock?.name, stock?.onHand], ['mug', 7n]);
      },
    },
    {
      name: 'bidirectional: each adjustment is answered before the next is sent',
      async run({ inventory, stockUp, newId }) {
        const sku = await stockUp(5);
        let answered = Promise.withResolvers<void>();
        const adjustments = [
          { sku, delta: 2n },
          { sku, delta: -100n },
          { sku: newId('nothing'), delta: 1n },
        ];
        const conversation = inventory.adjustStock(
          (async function* () {
            for (const adjustment of adjustments) {
              answered = Promise.withResolvers();
              yield adjustment;
              await answered.promise;
            }
          })(),
        );
        const outcomes: unknown[] = [];
        for await (const { outcome } of conversation) {
          outcomes.push(
            outcome?.$case === 'adjusted' ? outcome.value.onHand : outcome?.value.reason,
          );
          answered.resolve();
        }
        assert.deepEqual(outcomes, [7n, 'BELOW_RESERVED', 'UNKNOWN_SKU']);
      },
    },
    {
      name: 'bad requests are refused at the service too, naming the field',
      async run({ orders, inventory, newId }) {
        const items = [{ sku: 'x', quantity: 0 }];
        const request = { idempotencyKey: newId('key'), customerId: 'c', items };
        const error = await assertRefused(orders.placeOrder(request), Code.INVALID_ARGUMENT);
        assert.match(error.fieldViolations.map(({ field }) => field).join(), /items\[0\].quantity/);
        await assertRefused(inventory.getStock({ sku: '' }), Code.INVALID_ARGUMENT);
        const unknown = inventory.getStock({ sku: newId('nothing') });
        await assertRefused(unknown, Code.NOT_FOUND, 'UNKNOWN_SKU');
      },
    },
    {
      name: 'a call whose time is out ends with DEADLINE_EXCEEDED, one that is cancelled with CANCELLED',
      async run({ inventory, stockUp }) {
        const skus = [await stockUp(1)];
        const late = Array.fromAsync(inventory.watchStock({ skus }, { timeoutMs: 100 }));
        await assertRefused(late, Code.DEADLINE_EXCEEDED);
        const caller = new AbortController();
        const watching = inventory.watchStock({ skus }, { signal: caller.signal });
        const ended = (async () => {
          const changes = watching[Symbol.asyncIterator]();
          await changes.next();
          caller.abort();
          await changes.next();
        })();
        await assertRefused(ended, Code.CANCELLED);
      },
    },
  ],
};

async function assertRefused(call: Promise<unknown>, code: Code, reason?: string) {
  const error: unknown = await call.then(
    () => assert.fail('the call succeeded'),
    (caught: unknown) => caught,
  );
  assert.ok(isStatusError(error), String(error));
  assert.equal(error.code, code, error.message);
  assert.equal(reason ?? error.reason, error.reason);
  return error;
}
