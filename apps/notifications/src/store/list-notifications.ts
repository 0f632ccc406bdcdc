import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Notification } from '../domain/order-event.ts';
import type { NotificationPage } from './notification-store.ts';
import type { NotificationRow, NotificationsTables } from './tables.ts';

/** The messages of one subject, newest first, from the first after a place in the list on. */
export async function listNotifications(
  db: Kysely<NotificationsTables>,
  { subject, after, limit }: NotificationPage,
): Promise<Notification[]> {
  const ofSubject =
    subject.kind === 'order'
      ? sql<boolean>`order_id = ${subject.orderId}`
      : sql<boolean>`customer_id = ${subject.customerId}`;
  const all = db.selectFrom('notification').selectAll().where(ofSubject);
  const page =
    after === undefined
      ? all
      : all.where(
          sql<boolean>`(occurred_at, order_id, sequence) < (${after.occurredAt}, ${after.orderId}, ${after.sequence})`,
        );
  const rows = await page
    .orderBy('occurred_at', 'desc')
    .orderBy('order_id', 'desc')
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toNotification);
}

function toNotification(row: NotificationRow): Notification {
  return {
    orderId: row.order_id,
    sequence: row.sequence,
    customerId: row.customer_id,
    state: row.state,
    text: row.text,
    occurredAt: row.occurred_at,
  };
}
