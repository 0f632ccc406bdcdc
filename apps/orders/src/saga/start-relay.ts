import { startOutboxRelay } from '@ballast/persistence';
import type { Database, OutboxContext, OutboxMessage, OutboxRelay } from '@ballast/persistence';
import type { Logger } from '@ballast/logging';
import { runLinked } from '@ballast/tracing';
import type { IntentPayload } from '../store/create-order-store.ts';
import type { OrderStore } from '../store/order-store.ts';
import type { OrdersTables } from '../store/tables.ts';
import type { Saga } from './saga.ts';

export interface RelayOptions {
  readonly database: Database<OrdersTables>;
  readonly store: OrderStore;
  readonly saga: Saga;
  readonly logger: Logger;
  /** Between two looks for work, in milliseconds, where nobody has said that there is some. */
  readonly relayPollMs: number;
  /** How long one replica has for what it took up, in milliseconds. */
  readonly relayLeaseMs: number;
  /** The longest wait before another attempt, in milliseconds. */
  readonly relayRetryLongestMs: number;
}

type Message = OutboxMessage<IntentPayload>;

/** Finishes what calls left unfinished: they crashed, ran out of time, or the inventory was away. */
export function startRelay(options: RelayOptions): OutboxRelay {
  const { database, store, saga, logger, relayPollMs, relayLeaseMs, relayRetryLongestMs } = options;
  return startOutboxRelay({
    ...{ database, logger },
    ...{ pollMs: relayPollMs, leaseMs: relayLeaseMs, retryLongestMs: relayRetryLongestMs },
    handlers: {
      'order.fulfil': ({ id, payload }: Message, context: OutboxContext) =>
        runLinked('order.fulfil', [payload.trace], async () => {
          const order = await store.find(payload.orderId, context);
          if (order?.state === 'PENDING') await saga.fulfil(order, id, context);
        }),
      'order.release': ({ payload }: Message, context: OutboxContext) =>
        runLinked('order.release', [payload.trace], () => saga.release(payload.orderId, context)),
    },
  });
}
