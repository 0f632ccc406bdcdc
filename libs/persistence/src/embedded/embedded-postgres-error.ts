/**
 * The database on this machine cannot start; `message` is one line for a person: what, where, and
 * what to do. Thrown by {@link startEmbeddedPostgres} and by nothing else.
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

export function isEmbeddedPostgresError(value: unknown): value is EmbeddedPostgresError {
  return value instanceof EmbeddedPostgresError;
}
