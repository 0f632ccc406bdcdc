import type { Database } from '@ballast/persistence';
import { listNotifications } from './list-notifications.ts';
import type { NotificationStore } from './notification-store.ts';
import { recordNotifications } from './record-notifications.ts';
import type { NotificationsTables } from './tables.ts';

/**
 * Messages in PostgreSQL. Recording goes through `read`: it is one statement, a transaction by
 * itself, and changes nothing when it is run a second time.
 */
export function createNotificationStore(
  database: Database<NotificationsTables>,
): NotificationStore {
  return {
    record: (notifications, call) =>
      database.read(call, (db) => recordNotifications(db, notifications)),
    list: (page, call) => database.read(call, (db) => listNotifications(db, page)),
  };
}
