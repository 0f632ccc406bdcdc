import { aborted, invalidArgument } from '@ballast/status';
import { sql, type QueryExecutorProvider } from 'kysely';

export interface IdempotencyClaim<Answer> {
  /** Whose keys these are, such as the method's name. */
  readonly scope: string;
  /** The caller's key, 1 to 255 characters. */
  readonly key: string;
  /**
   * What the request says, as {@link fingerprintOf} it: the same key with another one is a
   * mismatch.
   */
  readonly fingerprint: string;
  /** What everyone who repeats the request is told, such as the id of what it creates. */
  readonly answer: Answer;
  /** For how long the key is remembered, in milliseconds, 1 or more. */
  readonly ttlMs: number;
}

export type IdempotencyOutcome<Answer> =
  /** The first of its kind: do it, in this transaction. */
  | { readonly kind: 'claimed' }
  /** Done before, by a transaction that committed, with this answer. */
  | { readonly kind: 'replay'; readonly answer: Answer }
  /** The key belongs to another request. */
  | { readonly kind: 'mismatch' };

const MAX_ROUNDS = 3;

/**
 * Claims a key for what the transaction does. The claim stands when the transaction commits;
 * simultaneous duplicates wait until then, or until it rolls back and one of them takes its place.
 *
 * @throws StatusError INVALID_ARGUMENT for a key that is empty or too long; what the transaction
 *   throws when it cannot wait any longer.
 */
export async function claimIdempotencyKey<Answer>(
  transaction: QueryExecutorProvider,
  claim: IdempotencyClaim<Answer>,
): Promise<IdempotencyOutcome<Answer>> {
  const { scope, key, fingerprint, answer, ttlMs } = claim;
  if (key.length < 1 || key.length > 255) {
    throw invalidArgument(`an idempotency key must have 1 to 255 characters, got ${key.length}`);
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const claimed = await sql`
      insert into idempotency_key as old (scope, key, fingerprint, answer, expires_at)
      values (
        ${scope}, ${key}, ${fingerprint}, ${JSON.stringify(answer)}::jsonb,
        now() + ${ttlMs} * interval '1 millisecond'
      )
      on conflict (scope, key) do update
      set fingerprint = excluded.fingerprint, answer = excluded.answer,
        expires_at = excluded.expires_at
      where old.expires_at <= now()
      returning 1
    `.execute(transaction);
    if (claimed.rows.length > 0) return { kind: 'claimed' };
    // A statement of its own: the insert has waited, and sees the world as it was before.
    const { rows } = await sql<{ fingerprint: string; answer: Answer }>`
      select fingerprint, answer from idempotency_key where scope = ${scope} and key = ${key}
    `.execute(transaction);
    const found = rows[0];
    if (found !== undefined) {
      return found.fingerprint === fingerprint
        ? { kind: 'replay', answer: found.answer }
        : { kind: 'mismatch' };
    }
    // It expired and was swept between the two statements.
  }
  throw aborted('an idempotency key came and went again and again', { reason: 'KEY_CONFLICT' });
}

/** Removes expired keys, the oldest first, at most `limit` (default 1000); tells how many. */
export async function deleteExpiredIdempotencyKeys(
  db: QueryExecutorProvider,
  { limit = 1_000 }: { readonly limit?: number } = {},
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from idempotency_key where (scope, key) in (
      select scope, key from idempotency_key
      where expires_at <= now() order by expires_at limit ${limit} for update skip locked
    )
  `.execute(db);
  return Number(numAffectedRows);
}
