import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallScope } from './call-scope.ts';

/**
 * Where code runs: in the scope of a call, and with whatever somebody else has it carry along, such
 * as the context of a trace. Both in one storage: to enter and to leave one costs a call a
 * microsecond. A scope is a place itself, so that serving a call makes no second object.
 */
interface Place {
  readonly scope: CallScope | undefined;
  readonly carried: unknown;
}

const storage = new AsyncLocalStorage<Place | undefined>({ name: 'ballast.deadlines' });

/** The call being served here; undefined in background work. */
export function findScope(): CallScope | undefined {
  return storage.getStore()?.scope;
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
  const place = storage.getStore();
  return function (...args) {
    return storage.run(place, () => fn.apply(this, args));
  };
}

/** What is carried along here; undefined where nobody has anything carried. */
export function findCarried(): unknown {
  return storage.getStore()?.carried;
}

/** Runs `fn`, and all that it sets going, where it runs now, but with something else to carry. */
export function runCarrying<Args extends unknown[], Result>(
  carried: unknown,
  fn: (...args: Args) => Result,
  ...args: Args
): Result {
  return storage.run({ scope: findScope(), carried }, fn, ...args);
}

/** Runs `fn` in the scope, and with what is carried along here already. */
export function takeIntoScope<Result>(scope: CallScope | undefined, fn: () => Result): Result {
  const carried = findCarried();
  return carried === undefined ? storage.run(scope, fn) : storage.run({ scope, carried }, fn);
}
