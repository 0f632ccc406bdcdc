import type { Client } from '@ballast/client';
import type { NotificationsServiceService, RecordOrderEventsRequest } from '@ballast/contracts';
import { toChangeMessage } from '../handlers/to-messages.ts';
import type { ToldChange } from './told-cursor.ts';

/** Tells the notifications service, by one client stream for each batch, within `budgetMs`. */
export function createNotificationsTeller(
  client: Client<typeof NotificationsServiceService>,
  budgetMs: number,
) {
  return async (changes: readonly ToldChange[], signal: AbortSignal): Promise<void> => {
    await client.recordOrderEvents(changes.map(toRequest), { signal, timeoutMs: budgetMs });
  };
}

function toRequest({ position: _, orderId, customerId, totalCents, ...change }: ToldChange) {
  return {
    ...{ orderId, customerId, totalCents },
    ...toChangeMessage(change),
  } satisfies RecordOrderEventsRequest;
}
