import { tracingChannel } from 'node:diagnostics_channel';

export type StatementKind = 'begin' | 'statement' | 'commit' | 'rollback' | 'notify' | 'listen';

/** One statement on its way to the database. */
export interface StatementEvent {
  /** SQL text with placeholders, never values; `begin`, `commit` and `rollback` for those. */
  readonly statement: string;
  readonly kind: StatementKind;
}

/**
 * Around every statement of every connection: `start` before it is sent, `asyncEnd` once it is
 * answered, `error` when it failed (node:diagnostics_channel, TracingChannel). Subscribers are
 * tests and tracers; a subscriber that throws or ends the process at `start` does so before the
 * statement leaves.
 */
export const STATEMENT_CHANNEL = 'ballast:persistence:query';

const channel = tracingChannel<StatementEvent, StatementEvent>(STATEMENT_CHANNEL);

export function traceStatement<T>(
  kind: StatementKind,
  statement: string,
  send: () => Promise<T>,
): Promise<T> {
  if (!channel.hasSubscribers) return send();
  return channel.tracePromise(send, { statement, kind });
}
