// The gateway: HTTP and JSON outside, gRPC inside.
import { createClient, openServicePolicy } from '@ballast/client';
import {
  idempotentMethods,
  InventoryServiceService,
  inventoryPolicy,
  ordersPolicy,
  OrdersServiceService,
} from '@ballast/contracts';
import type { Policy } from '@ballast/policy';
import { runProgram, type RunningProgram } from '@ballast/program';
import { startTelemetry } from '@ballast/telemetry';
import { loadGatewayConfig } from './config.ts';
import { startGateway } from './start-gateway.ts';
import { followStalePolicy } from './stock/follow-stale-policy.ts';

export async function start(environment: NodeJS.ProcessEnv): Promise<RunningProgram> {
  const config = loadGatewayConfig(environment);
  await using started = new AsyncDisposableStack();
  const { logger } = started.use(await startTelemetry('gateway', config));
  const follow = async (service: string, published: Policy) =>
    started.use(
      await openServicePolicy({
        ...{ service, published, directory: config.policyDirectory },
        onRejected: (error) => logger.error({ error }, 'the last good policy stays in force'),
      }),
    );
  const onBreakerChange = ({ summary }: { summary: string }) => logger.warn({}, summary);
  const orders = started.use(
    createClient(OrdersServiceService, {
      target: config.ordersTarget,
      policy: await follow('orders', ordersPolicy),
      ...{ mesh: config.mesh, idempotentMethods, onBreakerChange, connectsAtOnce: true },
    }),
  );
  const inventoryInForce = await follow('inventory', inventoryPolicy);
  const inventory = started.use(
    createClient(InventoryServiceService, {
      target: config.inventoryTarget,
      policy: inventoryInForce,
      ...{ mesh: config.mesh, idempotentMethods, onBreakerChange, connectsAtOnce: true },
    }),
  );
  const mayBeStale = followStalePolicy(inventoryInForce);
  const services = { orders, inventory };
  const gateway = await startGateway({ ...config, services, mayBeStale, logger });

  const resources = started.move();
  return {
    ...{ address: gateway.address, adminAddress: gateway.adminAddress },
    drain: async () => {
      await gateway.drain();
      await resources.disposeAsync();
    },
    force: () => gateway.force(),
  };
}

if (import.meta.main) await runProgram(start);
