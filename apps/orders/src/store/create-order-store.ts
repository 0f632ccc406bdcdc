import {
  claimIdempotencyKey,
  createEventLog,
  createOutbox,
  deleteExpiredIdempotencyKeys,
  fingerprintOf,
} from '@ballast/persistence';
import type { Database, EventLog } from '@ballast/persistence';
import type { Logger } from '@ballast/logging';
import { findTraceparent } from '@ballast/tracing';
import type { Transaction } from 'kysely';
import type { Order } from '../domain/order.ts';
import { insertOrder } from './insert-order.ts';
import type { Intent, OrderStore } from './order-store.ts';
import { forgetKey } from './forget-key.ts';
import { findOrder, listOrders } from './read-orders.ts';
import type { OrdersTables } from './tables.ts';
import { updateOrder } from './update-order.ts';

export interface OrderStoreOptions {
  readonly database: Database<OrdersTables>;
  readonly logger: Logger;
  /** How long the relay leaves an intent to the call that wrote it, in milliseconds. */
  readonly intentHoldMs: number;
  /** How long an idempotency key is remembered, in milliseconds. */
  readonly idempotencyTtlMs: number;
  /** How late a change may be told when hints are lost, in milliseconds. Default 500. */
  readonly eventPollMs?: number;
}

/** The payload of an intent: the relay reads the order as it is when its turn comes. */
export type IntentPayload = { readonly orderId: string; readonly trace?: string };

type ChangePayload = {
  readonly state: Order['state'];
  readonly rejectionReason: string;
  readonly trace?: string;
};

/** Orders in PostgreSQL, with their changes in the event log and their intents in the outbox. */
export function createOrderStore(options: OrderStoreOptions): OrderStore {
  const { database, logger, intentHoldMs: holdMs, idempotencyTtlMs: ttlMs } = options;
  const { eventPollMs: pollMs = 500 } = options;
  const stream = 'orders';
  const log = createEventLog<ChangePayload, OrdersTables>({ database, stream, logger, pollMs });
  const outboxes = {
    'order.fulfil': createOutbox<IntentPayload>({ topic: 'order.fulfil' }),
    'order.release': createOutbox<IntentPayload>({ topic: 'order.release' }),
  } satisfies Record<Intent, unknown>;

  return {
    place: (command, call) =>
      database.transaction(call, async (transaction) => {
        const { orderId, customerId, items, idempotencyKey: key } = command;
        const wish = { customerId, items: items.map(({ sku, quantity }) => ({ sku, quantity })) };
        const claim = await claimIdempotencyKey(transaction, {
          ...{ scope: 'PlaceOrder', key, ttlMs },
          fingerprint: fingerprintOf(wish),
          answer: { orderId },
        });
        if (claim.kind === 'replay') return { kind: 'replay', orderId: claim.answer.orderId };
        if (claim.kind === 'mismatch') return claim;
        const order = await insertOrder(transaction, command);
        await appendChange(log, transaction, order);
        const payload = { orderId, ...traced() };
        const intent = { key: orderId, payload, holdMs };
        const intentId = await outboxes['order.fulfil'].append(transaction, intent);
        return { kind: 'placed', order, intentId };
      }),

    find: (orderId, call) => database.read(call, (db) => findOrder(db, orderId)),
    list: (page, call) => database.read(call, (db) => listOrders(db, page)),

    decide: ({ to, intentId }, call) =>
      database.transaction(call, async (transaction) => {
        const isChanged = await updateOrder(transaction, to);
        if (isChanged) await appendChange(log, transaction, to);
        await outboxes['order.fulfil'].complete(transaction, intentId);
        return isChanged;
      }),

    refuse: ({ to, intentId, idempotencyKey }, call) =>
      database.transaction(call, async (transaction) => {
        if (!(await updateOrder(transaction, to))) return false;
        await appendChange(log, transaction, to);
        await outboxes['order.fulfil'].complete(transaction, intentId);
        await forgetKey(transaction, idempotencyKey, to.orderId);
        const { orderId } = to;
        const payload = { orderId, ...traced() };
        await outboxes['order.release'].append(transaction, { key: orderId, payload });
        return true;
      }),

    cancel: (to, call) =>
      database.transaction(call, async (transaction) => {
        if (!(await updateOrder(transaction, to))) return undefined;
        await appendChange(log, transaction, to);
        const payload = { orderId: to.orderId, ...traced() };
        const intent = { key: to.orderId, payload, holdMs };
        return outboxes['order.release'].append(transaction, intent);
      }),

    complete: (intent, intentId, call) =>
      database.transaction(call, async (transaction) => {
        await outboxes[intent].complete(transaction, intentId);
      }),
    handOver: (intent, intentId, call) =>
      database.transaction(call, (transaction) => outboxes[intent].release(transaction, intentId)),

    async *follow(key, afterSequence, signal) {
      for await (const event of log.follow({ key, afterSequence, signal })) {
        yield { ...event.payload, sequence: event.sequence, occurredAt: event.at };
      }
    },
    forgetKeys: (call) => database.read(call, (db) => deleteExpiredIdempotencyKeys(db)),
  };
}

function appendChange(
  log: EventLog<ChangePayload>,
  transaction: Transaction<OrdersTables>,
  order: Order,
): Promise<void> {
  const { orderId: key, sequence, state } = order;
  const rejectionReason = state === 'REJECTED' ? order.rejection.reason : '';
  return log.append(transaction, {
    key,
    sequence,
    payload: { state, rejectionReason, ...traced() },
  });
}

/** What is done later links to the call that wrote it. */
function traced(): { readonly trace?: string } {
  const trace = findTraceparent();
  return trace === undefined ? {} : { trace };
}
