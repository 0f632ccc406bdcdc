import { InventoryServiceService } from '@ballast/contracts';
import { findBallastMethodConfig, type PolicySource } from '@ballast/policy';

/** Whether inventory's policy, as it is in force then, lets the product list be what was known last. */
export function followStalePolicy(policy: PolicySource): () => boolean {
  const { path } = InventoryServiceService.listStock;
  return () => findBallastMethodConfig(policy.current, path)?.fallback === 'stale';
}
