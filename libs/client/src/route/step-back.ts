import type { BallastPolicy, LoadBalancingConfig, Policy, PolicySource } from '@ballast/policy';

/**
 * What of a policy is left to a client where somebody else balances and repeats: how long a call may
 * take, whether it waits for a connection, breakers, bulkhead, criticality. It follows the source.
 */
export function stepBack(
  source: PolicySource,
  loadBalancingConfig: readonly LoadBalancingConfig[],
): PolicySource {
  let whole: Policy | undefined;
  let rest: Policy;
  const findRest = (): Policy => {
    // The same object for the same policy: whoever looks things up in it does so once.
    if (whole === source.current) return rest;
    whole = source.current;
    return (rest = { ...withoutRepeats(whole), loadBalancingConfig });
  };
  return {
    get current() {
      return findRest();
    },
    subscribe: (listener) => source.subscribe(() => listener(findRest())),
  };
}

function withoutRepeats({
  retryThrottling: _,
  methodConfig = [],
  ballast,
  ...rest
}: Policy): Policy {
  return {
    ...rest,
    methodConfig: methodConfig.map(({ retryPolicy: _1, hedgingPolicy: _2, ...kept }) => kept),
    ...(ballast !== undefined && { ballast: withoutHedging(ballast) }),
  };
}

function withoutHedging({ methodConfig = [], ...rest }: BallastPolicy): BallastPolicy {
  return { ...rest, methodConfig: methodConfig.map(({ hedging: _, ...kept }) => kept) };
}
