import type { Policy } from '@ballast/policy';
import type { Participant } from './cell.ts';

const name = [{ service: 'ballast.inventory.v1.InventoryService' }];
const retryPolicy = {
  maxAttempts: 3,
  initialBackoff: '0.01s',
  maxBackoff: '0.1s',
  backoffMultiplier: 2,
  retryableStatusCodes: ['UNAVAILABLE'],
};

/** The failure policy that a variant of the product's client is given. */
export function policyOf(participant: Participant): Policy {
  const balanced = { loadBalancingConfig: [{ ballast: {} }, { round_robin: {} }] };
  if (participant !== 'retries' && participant !== 'hedging') return balanced;
  const hedging =
    participant === 'hedging' ? { hedging: { percentile: 0.95, maxDelay: '0.2s' } } : {};
  return {
    ...balanced,
    ...(participant === 'retries' && { methodConfig: [{ name, retryPolicy }] }),
    // The replicas do nothing that could not be done twice.
    ballast: { methodConfig: [{ name, idempotent: true, ...hedging }] },
  };
}
