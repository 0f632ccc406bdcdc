import { experimental } from '@grpc/grpc-js';

/** What grpc-js and its xds package bring; which of them are there depends on what is loaded. */
const OF_GRPC_JS = [
  'pick_first',
  'round_robin',
  'outlier_detection',
  'weighted_round_robin',
  'ring_hash',
  'priority',
  'weighted_target',
];

const ours = new Set<string>();

export function rememberPolicyName(name: string): void {
  ours.add(name);
}

/** The names that `loadBalancingConfig` may use in this process, ours first. */
export function knownBalancers(): readonly string[] {
  const others = OF_GRPC_JS.filter((name) => experimental.isLoadBalancerNameRegistered(name));
  return [...ours, ...others.filter((name) => !ours.has(name))];
}
