import { setTimeout as delay } from 'node:timers/promises';
import { isStatusError } from '@ballast/status';
import type { Transaction } from 'kysely';
import type { Hints } from '../hints/hints.ts';
import { bindTransaction } from './bound-kysely.ts';
import { limitCall, type CallLimits } from './call-limits.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { TransactionOptions } from './database.ts';
import { databaseUnavailable, isConflict } from './database-errors.ts';
import { collectHints } from './hint-on-commit.ts';
import type { ResolvedDatabaseOptions } from './options.ts';
import { retryDelayMs } from './retry-delay.ts';

const MAX_ATTEMPTS = 5;
const BACKOFF = { firstMs: 10, longestMs: 200 };

export async function runTransaction<Tables, R>(
  pool: ConnectionPool,
  { statementTimeoutMs }: ResolvedDatabaseOptions,
  hints: Hints,
  options: TransactionOptions,
  work: (transaction: Transaction<Tables>) => Promise<R>,
): Promise<R> {
  using limits = limitCall(options);
  const begin =
    options.isolationLevel === undefined
      ? 'begin'
      : `begin isolation level ${options.isolationLevel}`;
  for (let attempt = 1; ; attempt++) {
    const lease = await pool.lease(limits);
    let stage: 'begin' | 'work' | 'commit' = 'begin';
    try {
      await lease.begin(begin, statementTimeoutMs);
      stage = 'work';
      const transaction = bindTransaction<Tables>(lease);
      const named = collectHints(transaction);
      const result = await limits.race(work(transaction));
      stage = 'commit';
      await lease.commit(() => hints.send(named));
      return result;
    } catch (error) {
      if (stage === 'commit' && lease.isLost) throw outcomeUnknown(error);
      // A connection that was broken when it came from the pool has done nothing yet.
      const canRepeat = isConflict(error) || (stage === 'begin' && lease.isLost);
      if (!canRepeat || attempt === MAX_ATTEMPTS) throw error;
    } finally {
      await lease.end();
    }
    await pause(retryDelayMs(attempt, BACKOFF), limits);
  }
}

function outcomeUnknown(error: unknown): unknown {
  const cause = isStatusError(error) ? error.cause : error;
  return databaseUnavailable(cause, { outcome: 'unknown' });
}

async function pause(delayMs: number, { signal }: CallLimits): Promise<void> {
  await delay(delayMs, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
}
