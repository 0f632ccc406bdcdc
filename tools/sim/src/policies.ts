import { ballastPolicy, type BalancingPolicy, leastRequestPolicy } from '@ballast/balancing';
import { peakEwma, perfectJsq2, roundRobin } from './peers.ts';
import type { SimulatedPolicy } from './simulation.ts';

const policyOf = (name: string, policy: unknown): SimulatedPolicy => ({
  name,
  config: {},
  // Each policy is given the configuration that it parsed itself.
  create: () => policy as BalancingPolicy<never>,
});

/** Whom the scenarios compare, in the order of the table. */
export const policies: readonly SimulatedPolicy[] = [
  policyOf('round_robin', roundRobin),
  policyOf('P2C least request', leastRequestPolicy),
  policyOf('P2C peak-EWMA 10 s', peakEwma(10_000)),
  policyOf('ballast', ballastPolicy),
  {
    name: 'JSQ(2), all-knowing',
    config: {},
    create: (inFlight) => perfectJsq2(inFlight) as BalancingPolicy<never>,
  },
];
