import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallScope } from './call-scope.ts';

const storage = new AsyncLocalStorage<CallScope | undefined>({ name: 'ballast.deadlines' });

/** The call being served here; undefined in background work. */
export function findScope(): CallScope | undefined {
  return storage.getStore();
}

/** Runs `fn`, and all that it sets going, in the scope; with `undefined`, in none. */
export function runInScope<Args extends unknown[], Result>(
  scope: CallScope | undefined,
  fn: (...args: Args) => Result,
  ...args: Args
): Result {
  return storage.run(scope, fn, ...args);
}

/**
 * Ties a callback to the scope of the moment, for those that somebody else calls: a listener runs in
 * the scope of whoever emits, the callback of a pooled connection in the scope that opened it.
 */
export function bindScope<This, Args extends unknown[], Result>(
  fn: (this: This, ...args: Args) => Result,
): (this: This, ...args: Args) => Result {
  const scope = storage.getStore();
  return function (...args) {
    return storage.run(scope, () => fn.apply(this, args));
  };
}
