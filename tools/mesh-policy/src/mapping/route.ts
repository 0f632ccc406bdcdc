import { findBallastMethodConfig, findMethodConfig, type MethodConfig } from '@ballast/policy';
import type { Method } from '../sources/method.ts';
import type { GovernedService } from '../sources/service.ts';
import { mapRetryPolicy, noRetries, type Retries } from './retries.ts';

/** One entry of a VirtualService's `http`: the first that matches a call is taken. */
export interface Route {
  /** Of a method, `PlaceOrder`; or one of the two below. */
  readonly name: string;
  /** Undefined: of no method alone. */
  readonly method: Method | undefined;
  /** Undefined: as long as the caller's deadline lets it. */
  readonly timeout: string | undefined;
  readonly retries: Retries;
}

/**
 * Calls that are made for an attempt which is itself a repeated one are not repeated again, so that
 * retries of several tiers do not multiply: docs/retrying.md.
 */
export const REPEATED_ABOVE = 'repeated-above';
export const UPSTREAM_RETRY = 'ballast-upstream-retry';
/** What the contract does not have: health, the admin service. */
export const OTHER = 'other';

/** In the order in which they stand in the VirtualService. */
export function routesOf(service: GovernedService): Route[] {
  const bare = { method: undefined, timeout: undefined, retries: noRetries };
  return [
    { name: REPEATED_ABOVE, ...bare },
    ...service.methods.map((method) => createRoute(service, method)),
    { name: OTHER, ...bare },
  ];
}

/** Which calls take it; undefined: those that no route before it has taken. */
export function matchOf({ name, method }: Route): readonly object[] | undefined {
  if (name === REPEATED_ABOVE) return [{ headers: { [UPSTREAM_RETRY]: { exact: '1' } } }];
  return method && [{ uri: { exact: method.path } }];
}

function createRoute(service: GovernedService, method: Method): Route {
  const config = findMethodConfig(service.policy, method.path);
  return {
    name: method.name,
    method,
    timeout: config !== undefined && isTimed(config, method) ? config.timeout : undefined,
    retries: findRetries(service, method),
  };
}

/**
 * A stream is cut short by a route's timeout, however well it does. So one that stays open gets only
 * what an entry gives it by name; a client's own deadline is not touched by that.
 */
export function isTimed({ name }: MethodConfig, { staysOpen, path }: Method): boolean {
  return !staysOpen || name.some(({ service, method }) => path === `/${service}/${method}`);
}

/** Streams are not repeated: Envoy would have to keep what was sent. */
export function findRetries(service: GovernedService, method: Method): Retries {
  const { retryPolicy } = findMethodConfig(service.policy, method.path) ?? {};
  if (retryPolicy === undefined || !mayRepeat(service, method)) return noRetries;
  return mapRetryPolicy(retryPolicy, '').value;
}

export function mayRepeat({ policy }: GovernedService, method: Method): boolean {
  const said = findBallastMethodConfig(policy, method.path)?.idempotent;
  return !method.isStreaming && (said ?? method.isIdempotent) && !isBudgetEmpty(policy);
}

/** A budget of nothing. Istio takes `minRetryConcurrency: 0` for its default, 3, so it cannot be said there. */
export function isBudgetEmpty({ ballast }: GovernedService['policy']): boolean {
  const { ratio, minRetriesPerSecond } = ballast?.retryBudget ?? {};
  return ratio === 0 && minRetriesPerSecond === 0;
}
