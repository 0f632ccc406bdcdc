import { CompiledQuery } from 'kysely';
import type { Kysely } from 'kysely';
import type { Notification } from '../domain/order-event.ts';
import type { NotificationsTables } from './tables.ts';

// In the order of the key, so that two senders of the same changes do not wait in a circle.
const text = `
  INSERT INTO notification (order_id, sequence, customer_id, state, text, occurred_at)
  SELECT * FROM unnest(
    $1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]
  ) AS told (order_id, sequence, customer_id, state, text, occurred_at)
  ORDER BY order_id, sequence
  ON CONFLICT (order_id, sequence) DO NOTHING`;

/** Writes the messages that are not there yet, in one statement; tells how many. */
export async function recordNotifications(
  db: Kysely<NotificationsTables>,
  notifications: readonly Notification[],
): Promise<number> {
  const { numAffectedRows = 0n } = await db.executeQuery(
    CompiledQuery.raw(text, [
      notifications.map(({ orderId }) => orderId),
      notifications.map(({ sequence }) => sequence),
      notifications.map(({ customerId }) => customerId),
      notifications.map(({ state }) => state),
      notifications.map((notification) => notification.text),
      notifications.map(({ occurredAt }) => occurredAt),
    ]),
  );
  return Number(numAffectedRows);
}
