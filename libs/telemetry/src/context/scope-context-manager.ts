import { findCarried, runCarrying } from '@ballast/deadlines';
import { ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';

/**
 * The API's context, in the storage that a call's scope is in already: a call enters and leaves one
 * storage, not two. What the base class does on top of these (binding of emitters) stays as it is.
 */
export class ScopeContextManager extends AsyncLocalStorageContextManager {
  override active(): Context {
    return (findCarried() as Context | undefined) ?? ROOT_CONTEXT;
  }

  override with<Args extends unknown[], Fn extends (...args: Args) => ReturnType<Fn>>(
    context: Context,
    fn: Fn,
    thisArg?: ThisParameterType<Fn>,
    ...args: Args
  ): ReturnType<Fn> {
    const bound = thisArg === undefined ? fn : fn.bind(thisArg);
    return runCarrying(context, bound as (...given: Args) => ReturnType<Fn>, ...args);
  }

  override disable(): this {
    return this;
  }
}
