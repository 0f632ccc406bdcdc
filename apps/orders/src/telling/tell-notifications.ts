import type { Client } from '@ballast/client';
import type { NotificationsServiceService, RecordOrderEventsRequest } from '@ballast/contracts';
import { runLinked } from '@ballast/tracing';
import { toChangeMessage } from '../handlers/to-messages.ts';
import type { ToldChange } from './told-cursor.ts';

/** Tells the notifications service, by one client stream for each batch, within `budgetMs`. */
export function createNotificationsTeller(
  client: Client<typeof NotificationsServiceService>,
  budgetMs: number,
) {
  return async (changes: readonly ToldChange[], signal: AbortSignal): Promise<void> => {
    const causes = changes.map(({ trace }) => trace);
    await runLinked('tell notifications', causes, () =>
      client.recordOrderEvents(changes.map(toRequest), { signal, timeoutMs: budgetMs }),
    );
  };
}

function toRequest({ position: _, trace: __, ...told }: ToldChange) {
  const { orderId, customerId, totalCents, ...change } = told;
  return {
    ...{ orderId, customerId, totalCents },
    ...toChangeMessage(change),
  } satisfies RecordOrderEventsRequest;
}
