import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { PoolClient, QueryResult as PgResult } from 'pg';
import type { CallLimits } from './call-limits.ts';
import { requestCancel } from './cancel-request.ts';
import { findSqlState, isConnectionLost, isStalePlan, toStatusError } from './database-errors.ts';
import { findStatementName, forgetStatementNames } from './statement-names.ts';
import { traceStatement, type StatementKind } from './statement-diagnostics.ts';

type LeaseState =
  | { readonly kind: 'open' }
  /** Nobody waits any more; a statement may still be on its way. */
  | { readonly kind: 'over'; readonly error: Error }
  | { readonly kind: 'lost'; readonly error: Error }
  /** No error where it ended well: making one for each call would cost more than all the rest here. */
  | { readonly kind: 'ended'; readonly error: Error | undefined };

interface InFlight {
  readonly kind: StatementKind;
  readonly settled: Promise<unknown>;
  readonly giveUp: (error: Error) => void;
}

const CLEAN_UP_WITHIN_MS = 2_000;
/**
 * A statement that is answered this soon after its call is not cancelled: a cancellation costs PostgreSQL
 * a process, and where it comes too late the connection too. An overload is when most calls end early,
 * and when neither can be spared.
 */
const CANCEL_AFTER_MS = 100;
const SERVER_SLACK_MS = 100;

/**
 * One connection for one call. When the call is over, whatever it waits for is rejected at once;
 * the connection is cleaned up behind its back and goes to the next call only when it is certainly
 * clean.
 */
export class Lease implements DatabaseConnection {
  #state: LeaseState = { kind: 'open' };
  #inFlight: InFlight | undefined;
  readonly #client: PoolClient;
  readonly #limits: CallLimits;
  readonly #onReturned: () => void;

  /** @param onReturned the connection is back in its pool, or closed. */
  constructor(client: PoolClient, limits: CallLimits, onReturned: () => void) {
    this.#client = client;
    this.#limits = limits;
    this.#onReturned = onReturned;
    limits.signal?.addEventListener('abort', this.#endCall, { once: true });
  }

  get isLost(): boolean {
    return this.#state.kind === 'lost';
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.send('statement', query.sql, query.parameters);
    const changes = /^(INSERT|UPDATE|DELETE|MERGE)$/.test(command);
    return changes
      ? { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) }
      : { rows: (rows ?? []) as R[] };
  }

  // eslint-disable-next-line require-yield -- the interface wants a generator
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('streaming a query is not supported: read in pages');
  }

  /**
   * Opens a transaction that the server itself ends the statements of after `timeLeftMs`: one round
   * trip.
   */
  async begin(begin: string, statementTimeoutMs: number): Promise<void> {
    // A little later than this process's own clock, which has the better error.
    const left = Math.ceil(this.#limits.timeLeftMs()) + SERVER_SLACK_MS;
    const limit = left < statementTimeoutMs ? `; set local statement_timeout = ${left}` : '';
    await this.send('begin', begin + limit);
  }

  /**
   * @param onCommitted runs when the server has committed, even where the call was over before.
   * @throws Error when the transaction was rolled back because `work` swallowed a failed
   *   statement's error.
   */
  async commit(onCommitted: () => void): Promise<void> {
    let isCommitted = false;
    await this.send('commit', 'commit', undefined, ({ command }) => {
      isCommitted = command === 'COMMIT';
      if (isCommitted) onCommitted();
    });
    if (!isCommitted) {
      throw new Error(
        'rolled back: a statement of the transaction failed and its error was ignored',
      );
    }
  }

  /**
   * Sends one statement and waits for its answer or for the end of the call, whichever comes first.
   */
  async send(
    kind: StatementKind,
    text: string,
    values?: readonly unknown[],
    onAnswer?: (answer: PgResult) => void,
  ): Promise<PgResult> {
    this.#assertOpen();
    const name = kind === 'statement' ? text : kind;
    const settled = traceStatement(kind, name, async () => this.#query(text, values));
    try {
      return await new Promise<PgResult>((resolve, reject) => {
        this.#inFlight = { kind, settled, giveUp: reject };
        settled.then((answer) => {
          onAnswer?.(answer);
          resolve(answer);
        }, reject);
      });
    } catch (error) {
      if (this.#state.kind === 'open' && isConnectionLost(error)) {
        this.#state = { kind: 'lost', error: error as Error };
      }
      if (isStalePlan(error)) forgetStatementNames();
      throw toStatusError(error);
    } finally {
      if (this.#state.kind !== 'over') this.#inFlight = undefined;
    }
  }

  /** With values it is prepared; without, it may be several statements, which cannot be. */
  #query(text: string, values: readonly unknown[] | undefined): Promise<PgResult> {
    const name = values?.length ? findStatementName(text) : undefined;
    return this.#client.query({
      text,
      ...(name !== undefined && { name }),
      ...(values && { values: values as unknown[] }),
    });
  }

  /**
   * Gives the connection back: at once when it is clean, else after it was cleaned up, else it is
   * closed.
   */
  async end(): Promise<void> {
    const before = this.#state;
    if (before.kind === 'ended') return;
    this.#state = { kind: 'ended', error: before.kind === 'open' ? undefined : before.error };
    this.#limits.signal?.removeEventListener('abort', this.#endCall);
    const giveBack = (usable: boolean): void => {
      this.#client.release(!usable);
      this.#onReturned();
    };
    if (before.kind === 'lost') return giveBack(false);
    if (before.kind === 'open' && this.#isIdle()) return giveBack(true);
    const cleaned = withinMs(CLEAN_UP_WITHIN_MS, this.#cleanUp()).then(giveBack);
    if (before.kind === 'open') await cleaned;
  }

  #isIdle(): boolean {
    return this.#inFlight === undefined && this.#client.getTransactionStatus() === 'I';
  }

  /** True when the connection is outside any transaction and nothing can hit its next statement. */
  async #cleanUp(): Promise<boolean> {
    try {
      if (this.#inFlight !== undefined && !(await settle(this.#inFlight, this.#client)))
        return false;
      if (this.#client.getTransactionStatus() !== 'I') {
        await traceStatement('rollback', 'rollback', async () => this.#client.query('rollback'));
      }
      return true;
    } catch {
      return false;
    }
  }

  #endCall = (): void => {
    const error = this.#limits.signal?.reason as Error;
    if (this.#state.kind === 'open') this.#state = { kind: 'over', error };
    this.#inFlight?.giveUp(error);
  };

  #assertOpen(): void {
    const state = this.#state;
    switch (state.kind) {
      case 'open':
        return;
      case 'over':
      case 'lost':
      case 'ended':
        throw toStatusError(state.error ?? tooLate());
      default:
        state satisfies never;
    }
  }
}

/**
 * Sees a statement of an ended call to its end. A COMMIT is left alone: it is short, and cancelling
 * it saves nothing. Anything else that goes on is cancelled; when the answer is not that cancellation,
 * the request may still be under way and would hit the next statement: not clean.
 */
async function settle({ kind, settled }: InFlight, client: PoolClient): Promise<boolean> {
  const error = settled.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const isAnswered = error.then(() => true);
  if (kind === 'commit' || (await withinMs(CANCEL_AFTER_MS, isAnswered))) {
    return !isConnectionLost(await error);
  }
  await requestCancel(client);
  return isOurCancellation(await error);
}

function isOurCancellation(error: unknown): boolean {
  return findSqlState(error) === '57014' && /user request/.test((error as Error).message);
}

function tooLate(): Error {
  return new Error('a statement was sent after its transaction or read had ended: await it');
}

async function withinMs(limitMs: number, work: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  return await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
