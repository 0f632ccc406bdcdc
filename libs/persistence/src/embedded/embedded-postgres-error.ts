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

/** A failed system call in words for a person. */
export function reasonOf(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return REASONS[code] ?? message.split('\n')[0] ?? message;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  // What `mkdir` says of a path that it may not make anything in.
  ENOENT: 'it cannot be created there; is the file system read-only?',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'no space left on the device',
  ENOTDIR: 'a file is in the way',
  EEXIST: 'a file is in the way',
};
