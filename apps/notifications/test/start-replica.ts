import { createClient } from '@ballast/client';
import { descriptors, NotificationsServiceService, OrderState } from '@ballast/contracts';
import type { RecordOrderEventsRequest } from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { openTestDatabase } from '@ballast/persistence/testing';
import { implement, startServer } from '@ballast/server';
import { createNotificationsHandlers } from '../src/handlers.ts';
import { createNotificationStore } from '../src/store/create-notification-store.ts';
import { migrations } from '../src/store/migrations.ts';
import type { NotificationsTables } from '../src/store/tables.ts';

/** A replica in this process on tables of its own, and a client of it. */
export async function startReplica() {
  const database = await openTestDatabase<NotificationsTables>(migrations);
  const handlers = createNotificationsHandlers(createNotificationStore(database));
  const server = await startServer({
    address: '127.0.0.1:0',
    services: [implement(NotificationsServiceService, handlers)],
    descriptors,
    logger: silentLogger,
    drainDelayMs: 0,
  });
  const target = `static:///${server.address}`;
  const client = createClient(NotificationsServiceService, { target });
  return {
    client,
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

export type Replica = Awaited<ReturnType<typeof startReplica>>;

/** A change of an order of Ada's, at the given second. */
export const change = (
  orderId: string,
  sequence: bigint,
  rest: Partial<RecordOrderEventsRequest> = {},
): RecordOrderEventsRequest => ({
  ...{ orderId, sequence, customerId: 'ada', totalCents: 0n, rejectionReason: '' },
  ...{ state: OrderState.ORDER_STATE_PENDING, occurredAt: new Date(1000 * Number(sequence)) },
  ...rest,
});

/** The same page again, all of it or of the subject named. */
export const all = { orderId: '', customerId: '', pageSize: 100, pageToken: '' };
