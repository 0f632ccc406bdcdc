// The gateway: HTTP and JSON outside, gRPC inside.
import { createClient } from '@ballast/client';
import {
  InventoryServiceService,
  inventoryPolicy,
  ordersPolicy,
  OrdersServiceService,
} from '@ballast/contracts';
import { createLogger } from '@ballast/logging';
import { runProgram } from '@ballast/program';
import type { RunningProgram } from '@ballast/program';
import { loadGatewayConfig } from './config.ts';
import { startGateway } from './start-gateway.ts';

export async function start(environment: NodeJS.ProcessEnv): Promise<RunningProgram> {
  const config = loadGatewayConfig(environment);
  const logger = createLogger({ service: 'gateway', level: config.logLevel });

  const orders = createClient(OrdersServiceService, {
    target: config.ordersTarget,
    policy: ordersPolicy,
  });
  const inventory = createClient(InventoryServiceService, {
    target: config.inventoryTarget,
    policy: inventoryPolicy,
  });
  const closeClients = (): void => {
    orders[Symbol.dispose]();
    inventory[Symbol.dispose]();
  };

  try {
    const gateway = await startGateway({ ...config, services: { orders, inventory }, logger });
    return {
      address: gateway.address,
      drain: async () => {
        await gateway.drain();
        closeClients();
      },
      force: () => {
        gateway.force();
        closeClients();
      },
    };
  } catch (error) {
    closeClients();
    throw error;
  }
}

if (import.meta.main) await runProgram(start);
