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
  const finish = ({ topic, attempt, payload }: Message, work: () => Promise<void>) =>
    runLinked(topic, [payload.trace], async () => {
      try {
        await work();
      } catch (error) {
        const { orderId } = payload;
        // The relay's own line, which has the whole error, stands in no trace.
        logger.info({ orderId, attempt, error: String(error) }, 'not finished yet: tried again');
        throw error;
      }
    });
  return startOutboxRelay({
    ...{ database, logger },
    ...{ pollMs: relayPollMs, leaseMs: relayLeaseMs, retryLongestMs: relayRetryLongestMs },
    handlers: {
      'order.fulfil': (message: Message, context: OutboxContext) =>
        finish(message, async () => {
          const order = await store.find(message.payload.orderId, context);
          if (order?.state === 'PENDING') await saga.fulfil(order, message.id, context);
        }),
      'order.release': (message: Message, context: OutboxContext) =>
        finish(message, () => saga.release(message.payload.orderId, context)),
    },
  });
}
