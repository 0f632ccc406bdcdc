import type { Endpoint } from './endpoint.ts';

/** What a source has found out. */
export type Discovery =
  /** The complete set, in force until the next one. Empty: the service has no endpoints now. */
  | { readonly kind: 'endpoints'; readonly endpoints: readonly Endpoint[] }
  /** The set cannot be told at present; the last one, if there was any, stays in force. */
  | { readonly kind: 'failed'; readonly reason: string };

export type DiscoveryListener = (discovery: Discovery) => void;

/**
 * Knows the endpoints of one target. Implementations differ in where they look; what they promise
 * is the same, and test/endpoint-source-contract.ts holds them to it.
 */
export interface EndpointSource {
  /**
   * Begins to look, and calls back with each thing it finds, as long as it is not stopped; never
   * before this function has returned. Each set is a frozen array that is not changed later, with
   * each address once. When a failure is over the set is told again, even where it is the same.
   */
  start(listener: DiscoveryListener): void;
  /** Somebody suspects that the set is out of date. May do nothing. Never throws. */
  refresh(): void;
  /** Frees everything; the listener is not called again. It may be started anew afterwards. */
  stop(): void;
}

export function createEndpoints(endpoints: readonly Endpoint[]): Discovery {
  return { kind: 'endpoints', endpoints: Object.freeze([...endpoints]) };
}
