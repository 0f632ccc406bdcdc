import type { ListNotificationsRequest, ListNotificationsResponse } from '@ballast/contracts';
import type { CallContext } from '@ballast/server';
import { invalidArgument } from '@ballast/status';
import { formatPageToken, parsePageToken } from '../domain/page-token.ts';
import type { NotificationStore, Subject } from '../store/notification-store.ts';
import { toNotificationMessage } from './to-messages.ts';

const defaultPageSize = 20;

/** ListNotifications. */
export function createListingHandlers(store: NotificationStore) {
  return {
    async listNotifications(
      request: ListNotificationsRequest,
      context: CallContext,
    ): Promise<ListNotificationsResponse> {
      const subject = subjectOf(request);
      const after = parsePageToken(request.pageToken);
      const pageSize = request.pageSize === 0 ? defaultPageSize : request.pageSize;
      // One more than the page tells whether there is a next one.
      const found = await store.list({ subject, after, limit: pageSize + 1 }, context);
      const page = found.slice(0, pageSize);
      const last = found.length > pageSize ? page.at(-1) : undefined;
      return {
        notifications: page.map(toNotificationMessage),
        nextPageToken: last === undefined ? '' : formatPageToken(last),
      };
    },
  };
}

/** @throws INVALID_ARGUMENT naming both fields where none or both of them are set. */
function subjectOf({ orderId, customerId }: ListNotificationsRequest): Subject {
  if (orderId !== '' && customerId === '') return { kind: 'order', orderId };
  if (customerId !== '' && orderId === '') return { kind: 'customer', customerId };
  const description = 'one of order_id and customer_id must be set, and not both';
  throw invalidArgument(description, {
    reason: 'BAD_SUBJECT',
    fieldViolations: ['order_id', 'customer_id'].map((field) => ({ field, description })),
  });
}
