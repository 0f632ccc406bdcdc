import { openScope, type OpenScopeOptions } from './open-scope.ts';
import { findScope, takeIntoScope } from './scope-storage.ts';

/** What background work has, instead of what its call had. Default: no deadline and no signal. */
export type DetachOptions = Pick<OpenScopeOptions, 'timeoutMs' | 'signal' | 'criticality'>;

/**
 * Runs work that goes on when its call is over: neither the call's deadline nor its end reach it.
 * It stays as critical as the call, unless told otherwise. It is nobody's repeated attempt: no tier
 * above waits for it, so its own retries are the only ones there are. A trace goes on with it.
 */
export function detach<Result>(fn: () => Result, options: DetachOptions = {}): Result {
  const criticality = options.criticality ?? findScope()?.criticality ?? 'default';
  const { timeoutMs, signal } = options;
  if (criticality === 'default' && timeoutMs === undefined && signal === undefined) {
    return takeIntoScope(undefined, fn);
  }
  const scope = openScope({ timeoutMs, signal, criticality });
  let result: Result;
  try {
    result = takeIntoScope(scope, fn);
  } catch (error) {
    scope[Symbol.dispose]();
    throw error;
  }
  if (result instanceof Promise) {
    const done = (): void => scope[Symbol.dispose]();
    result.then(done, done);
  }
  return result;
}
