import type { Kysely } from 'kysely';
import { runStatement } from './run-statement.ts';
import type { OrdersTables } from './tables.ts';

const text = `
  DELETE FROM idempotency_key
  WHERE scope = 'PlaceOrder' AND key = $1 AND answer ->> 'orderId' = $2`;

/** The key may place another order: nothing came of this one. */
export async function forgetKey(
  db: Kysely<OrdersTables>,
  idempotencyKey: string,
  orderId: string,
): Promise<void> {
  await runStatement(db, text, [idempotencyKey, orderId]);
}
