import type { QueryExecutorProvider } from 'kysely';

// Keyed by the transaction itself, so that whoever is handed one needs nothing else to leave a
// hint.
const pending = new WeakMap<QueryExecutorProvider, Set<string>>();

/** Makes room for hints of a transaction; what is left there is read when it has committed. */
export function collectHints(transaction: QueryExecutorProvider): Set<string> {
  const hints = new Set<string>();
  pending.set(transaction, hints);
  return hints;
}

/**
 * Wakes whoever subscribed to `name`, in this process and in others, once the transaction has
 * committed (or the read has ended). Without effect on a transaction that is not a Database's own:
 * those who wait find the change by polling.
 */
export function hintOnCommit(transaction: QueryExecutorProvider, name: string): void {
  pending.get(transaction)?.add(name);
}
