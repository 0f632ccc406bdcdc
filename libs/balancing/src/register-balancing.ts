import { ballastPolicy } from './ballast/ballast.ts';
import { leastRequestPolicy } from './least-request/least-request.ts';
import { randomPolicy } from './random/random.ts';
import { ringHashPolicy } from './ring-hash/ring-hash.ts';
import { registerBalancingPolicy } from './seam/register-balancing-policy.ts';
import { registerSubsetting } from './subsetting/subsetting.ts';
import { registerVirtualAddress } from './virtual-address/virtual-address.ts';
import { weightedRoundRobinPolicy } from './weighted-round-robin/weighted-round-robin.ts';

let isRegistered = false;

/**
 * Makes this library's policies known to grpc-js under their names. Call it once, before the first
 * channel; more calls change nothing.
 */
export function registerBalancing(): void {
  if (isRegistered) return;
  isRegistered = true;
  registerBalancingPolicy('ballast', ballastPolicy);
  registerBalancingPolicy('random', randomPolicy);
  registerBalancingPolicy('least_request_experimental', leastRequestPolicy);
  registerBalancingPolicy('weighted_round_robin', weightedRoundRobinPolicy);
  registerBalancingPolicy('ring_hash_experimental', ringHashPolicy);
  registerSubsetting();
  registerVirtualAddress();
}
