import type { RecordOrderEventsRequest, RecordOrderEventsResponse } from '@ballast/contracts';
import type { CallContext } from '@ballast/server';
import type { Notification } from '../domain/order-event.ts';
import { writeNotification } from '../domain/write-notification.ts';
import type { NotificationStore } from '../store/notification-store.ts';
import { toOrderEvent } from './to-messages.ts';

/** Changes of one statement: enough that its round trip does not count. */
const changesPerBatch = 500;

/**
 * RecordOrderEvents. The next change is read when its batch has room, so a sender is held back to
 * what the database takes.
 */
export function createRecordingHandlers(store: NotificationStore) {
  return {
    async recordOrderEvents(
      requests: AsyncIterable<RecordOrderEventsRequest>,
      context: CallContext,
    ): Promise<RecordOrderEventsResponse> {
      let received = 0;
      let recorded = 0;
      let batch: Notification[] = [];
      const takeBatch = async (): Promise<void> => {
        if (batch.length === 0) return;
        recorded += await store.record(batch, context);
        batch = [];
      };
      for await (const request of requests) {
        received += 1;
        batch.push(writeNotification(toOrderEvent(request)));
        if (batch.length === changesPerBatch) await takeBatch();
      }
      await takeBatch();
      return { received, recorded };
    },
  };
}
