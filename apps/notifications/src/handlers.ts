import { createListingHandlers } from './handlers/listing.ts';
import { createRecordingHandlers } from './handlers/recording.ts';
import type { NotificationStore } from './store/notification-store.ts';

/** The methods of NotificationsService, by kind of work. */
export function createNotificationsHandlers(store: NotificationStore) {
  return { ...createRecordingHandlers(store), ...createListingHandlers(store) };
}
