import { ballastPolicy } from './ballast/ballast.ts';
import { leastRequestPolicy } from './least-request/least-request.ts';
import { randomPolicy } from './random/random.ts';
import { registerBalancingPolicy } from './seam/register-balancing-policy.ts';

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
}
