import { openServicePolicy } from '@ballast/client';
import { ordersPolicy, OrdersServiceService } from '@ballast/contracts';
import type { Logger } from '@ballast/logging';
import { findBallastMethodConfig } from '@ballast/policy';
import type { OrdersConfig } from './config.ts';

/** What becomes of an order that cannot be finished now. */
export type PlacingFallback =
  /** It is kept as PENDING, and finished later. */
  | 'accept'
  /** It ends as REJECTED, and its buyer is told to order again. */
  | 'refuse';

/** What the service's own policy says of PlaceOrder, as it is in force now. */
export interface PlacingPolicy extends Disposable {
  fallback(): PlacingFallback;
}

/**
 * Follows the published policy of orders, or the operator's.
 *
 * @throws PolicyError where the operator's file is there and wrong.
 */
export async function openPlacingPolicy(
  { policyDirectory: directory }: Pick<OrdersConfig, 'policyDirectory'>,
  logger: Logger,
): Promise<PlacingPolicy> {
  const policy = await openServicePolicy({
    ...{ service: 'orders', published: ordersPolicy, directory },
    onRejected: (error) => logger.error({ error }, 'the last good policy stays in force'),
  });
  return {
    // `stale` is no answer to an order: what is not refused is accepted.
    fallback: () =>
      findBallastMethodConfig(policy.current, OrdersServiceService.placeOrder.path)?.fallback ===
      'refuse'
        ? 'refuse'
        : 'accept',
    [Symbol.dispose]: () => policy[Symbol.dispose](),
  };
}
