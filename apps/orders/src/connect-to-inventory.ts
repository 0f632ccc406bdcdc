import { createClient, openServicePolicy, type Client } from '@ballast/client';
import { idempotentMethods, inventoryPolicy, InventoryServiceService } from '@ballast/contracts';
import type { Logger } from '@ballast/logging';
import type { OrdersConfig } from './config.ts';

export type InventoryClient = Client<typeof InventoryServiceService>;

/**
 * The one service that orders calls, under its published policy or the operator's. Connects at once:
 * the first order's budget is for the order.
 *
 * @throws PolicyError where the operator's file is there and wrong.
 */
export async function connectToInventory(
  config: Pick<OrdersConfig, 'inventoryTarget' | 'policyDirectory' | 'mesh'>,
  logger: Logger,
): Promise<InventoryClient> {
  const policy = await openServicePolicy({
    ...{ service: 'inventory', published: inventoryPolicy },
    directory: config.policyDirectory,
    onRejected: (error) => logger.error({ error }, 'the last good policy stays in force'),
  });
  const client = createClient(InventoryServiceService, {
    target: config.inventoryTarget,
    ...{ policy, mesh: config.mesh, idempotentMethods, connectsAtOnce: true },
    onBreakerChange: ({ summary }) => logger.warn({}, summary),
  });
  return {
    ...client,
    [Symbol.dispose]: () => {
      client[Symbol.dispose]();
      policy[Symbol.dispose]();
    },
  };
}
