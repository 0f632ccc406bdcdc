import {
  aborted,
  cancelled,
  deadlineExceeded,
  isStatusError,
  resourceExhausted,
  unavailable,
  type StatusError,
} from '@ballast/status';

/**
 * SQLSTATEs that say something about the server and not about the statement (PostgreSQL manual,
 * appendix A).
 */
const SERVER_AWAY = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up or shutting down
  '57P05', // idle_session_timeout
  '25P03', // idle_in_transaction_session_timeout
  '25P04', // transaction_timeout
  '53300', // too_many_connections
]);
const SOCKET_FAILURES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNABORTED', 'EADDRNOTAVAIL'],
]);
// node-postgres gives these no code.
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired)/;
const CONFLICTS = new Set(['40001' /* serialization_failure */, '40P01' /* deadlock_detected */]);
const SHORTEST_RETRY_DELAY_MS = 200;

/**
 * SQLSTATE of a database error, also when it became the cause of a StatusError; undefined for other
 * errors.
 */
export function findSqlState(error: unknown): string | undefined {
  const source = isStatusError(error) ? error.cause : error;
  const code = (source as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/**
 * A row with the same key is there already; with `constraint`, that one of the table's constraints
 * says so.
 */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (findSqlState(error) !== '23505') return false;
  return constraint === undefined || (error as { constraint?: string }).constraint === constraint;
}

/** The connection is of no further use: nothing that was sent last is known to have happened. */
export function isConnectionLost(error: unknown): boolean {
  const source = isStatusError(error) ? error.cause : error;
  const { code = '', message = '' } = (source ?? {}) as { code?: string; message?: string };
  return (
    SERVER_AWAY.has(code) ||
    SOCKET_FAILURES.has(code) ||
    /^08...$/.test(code) ||
    LOST_CONNECTION.test(message)
  );
}

/** A prepared statement's table has changed under it; told by the function, as messages are translated. */
export function isStalePlan(error: unknown): boolean {
  const { routine } = (error ?? {}) as { routine?: string };
  return findSqlState(error) === '0A000' && routine === 'RevalidateCachedQuery';
}

/** Running the whole transaction again can succeed: it lost against another one. */
export function isConflict(error: unknown): boolean {
  return CONFLICTS.has(findSqlState(error) ?? '') || isStalePlan(error);
}

/**
 * A database error as the caller of a service may see it. What a statement did wrong itself stays
 * what it was.
 */
export function toStatusError(error: unknown): unknown {
  if (isStatusError(error)) return error;
  if (isConnectionLost(error)) return databaseUnavailable(error);
  const { message = '' } = error as { message?: string };
  const sqlState = findSqlState(error) ?? '';
  if (sqlState === '57014' /* query_canceled */) {
    return /user request/.test(message)
      ? cancelled('the statement was cancelled', { reason: 'STATEMENT_CANCELLED', cause: error })
      : deadlineExceeded('the statement took too long', {
          reason: 'STATEMENT_TIMEOUT',
          cause: error,
        });
  }
  if (sqlState === '55P03' /* lock_not_available */) {
    return aborted('a row stayed locked for too long', { reason: 'LOCK_TIMEOUT', cause: error });
  }
  if (CONFLICTS.has(sqlState)) {
    return aborted('the transaction lost against others again and again', {
      reason: 'TRANSACTION_CONFLICT',
      retryDelayMs: retryDelayMs(),
      cause: error,
    });
  }
  if (/^53/.test(sqlState) /* disk full, out of memory */) {
    return resourceExhausted('the database has run out of room', {
      reason: 'DATABASE_FULL',
      cause: error,
    });
  }
  return error;
}

export function databaseUnavailable(
  cause: unknown,
  metadata?: Readonly<Record<string, string>>,
): StatusError {
  return unavailable('the database cannot be reached', {
    reason: 'DATABASE_UNAVAILABLE',
    retryDelayMs: retryDelayMs(),
    metadata,
    cause,
  });
}

export function poolExhausted(waitedMs: number): StatusError {
  return resourceExhausted(`no database connection became free within ${waitedMs} ms`, {
    reason: 'DATABASE_POOL_EXHAUSTED',
    retryDelayMs: retryDelayMs(),
  });
}

/** Spread, so that those who failed together do not come back together. */
function retryDelayMs(): number {
  return SHORTEST_RETRY_DELAY_MS * (1 + Math.random());
}
