import { createClient } from '@ballast/client';
import {
  descriptors,
  InventoryServiceService,
  inventoryPolicy,
  ordersPolicy,
  OrdersServiceService,
} from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { startServer } from '@ballast/server';
import type { Implementation, RunningServer } from '@ballast/server';
import { loadGatewayConfig } from '../src/config.ts';
import { startGateway } from '../src/start-gateway.ts';
import type { GatewayOptions } from '../src/start-gateway.ts';
import type { RunningProgram } from '@ballast/program';
import { createFakeInventory } from './fake-inventory.ts';
import type { FakeInventory } from './fake-inventory.ts';
import { createFakeOrders } from './fake-orders.ts';
import type { FakeOrders } from './fake-orders.ts';

/** A gateway before fake services, each behind a real socket. */
export interface Shop extends AsyncDisposable {
  readonly url: string;
  readonly gateway: RunningProgram;
  readonly orders: FakeOrders;
  readonly inventory: FakeInventory;
  /** The servers that the fakes are behind; a second replica of each shares the fake. */
  readonly replicas: readonly RunningServer[];
}

export async function startShop(settings: Partial<GatewayOptions> = {}): Promise<Shop> {
  const orders = createFakeOrders();
  const inventory = createFakeInventory();
  const [orders1, orders2, inventory1, inventory2] = await Promise.all([
    startReplica(orders.implementation),
    startReplica(orders.implementation),
    startReplica(inventory.implementation),
    startReplica(inventory.implementation),
  ]);
  const services = {
    orders: createClient(OrdersServiceService, {
      target: `static:///${orders1.address},${orders2.address}`,
      policy: ordersPolicy,
    }),
    inventory: createClient(InventoryServiceService, {
      target: `static:///${inventory1.address},${inventory2.address}`,
      policy: inventoryPolicy,
    }),
  };
  const replicas = [orders1, orders2, inventory1, inventory2];
  const gateway = await startGateway({
    ...loadGatewayConfig({ PORT: '0' }),
    drainDelayMs: 0,
    logger: silentLogger,
    services,
    ...settings,
  });
  return {
    url: `http://${gateway.address}`,
    gateway,
    orders,
    inventory,
    replicas,
    [Symbol.asyncDispose]: async () => {
      gateway.force();
      services.orders[Symbol.dispose]();
      services.inventory[Symbol.dispose]();
      for (const replica of replicas) replica.force();
    },
  };
}

export function startReplica(implementation: Implementation): Promise<RunningServer> {
  return startServer({
    address: '127.0.0.1:0',
    services: [implementation],
    descriptors,
    logger: silentLogger,
    drainDelayMs: 0,
    drainGraceMs: 1000,
  });
}
