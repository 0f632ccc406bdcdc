import { createClient, type Client } from '@ballast/client';
import { notificationsPolicy, NotificationsServiceService } from '@ballast/contracts';
import type { OrdersConfig } from './config.ts';

/**
 * The service that is told of what happens to orders, and that no order waits for. Connects with the
 * first call; it may never come up.
 */
export function connectToNotifications(
  config: Pick<OrdersConfig, 'notificationsTarget' | 'tellRetryLongestMs' | 'mesh'>,
): Client<typeof NotificationsServiceService> {
  return createClient(NotificationsServiceService, {
    target: config.notificationsTarget,
    policy: notificationsPolicy,
    mesh: config.mesh,
    // Found again as soon as it is looked for again.
    maxBackoffMs: config.tellRetryLongestMs,
  });
}
