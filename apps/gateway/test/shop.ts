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
  /** The servers that the fakes are behind: the replicas of orders, then those of inventory. */
  readonly replicas: readonly RunningServer[];
  /** The variables that lead another gateway to the same services. */
  readonly environment: NodeJS.ProcessEnv;
  /** Puts the fakes back to their beginning. */
  readonly reset: () => void;
}

export interface ShopOptions extends Partial<GatewayOptions> {
  /** Replicas of each service, which share one fake. Default 1. */
  readonly replicas?: number;
  /** Changes the fake before the gateway starts. Default: it is left as it is. */
  readonly prepareInventory?: (inventory: FakeInventory) => void;
}

/** The other settings override the gateway's. */
export async function startShop({
  replicas: count = 1,
  prepareInventory,
  ...settings
}: ShopOptions = {}): Promise<Shop> {
  const orders = createFakeOrders();
  const inventory = createFakeInventory();
  prepareInventory?.(inventory);
  const startAll = ({ implementation }: FakeOrders | FakeInventory): Promise<RunningServer[]> =>
    Promise.all(Array.from({ length: count }, () => startReplica(implementation)));
  const [orderReplicas, inventoryReplicas] = [await startAll(orders), await startAll(inventory)];
  const replicas = [...orderReplicas, ...inventoryReplicas];
  const targetOf = (servers: readonly RunningServer[]): string =>
    `static:///${servers.map(({ address }) => address).join(',')}`;
  const environment = {
    ORDERS_TARGET: targetOf(orderReplicas),
    INVENTORY_TARGET: targetOf(inventoryReplicas),
  };
  const services = {
    orders: createClient(OrdersServiceService, {
      target: environment.ORDERS_TARGET,
      policy: ordersPolicy,
    }),
    inventory: createClient(InventoryServiceService, {
      target: environment.INVENTORY_TARGET,
      policy: inventoryPolicy,
    }),
  };
  const gateway = await startGateway({
    ...loadGatewayConfig({ PORT: '0' }),
    drainDelayMs: 0,
    logger: silentLogger,
    mayBeStale: () => true,
    services,
    ...settings,
  });
  return {
    url: `http://${gateway.address}`,
    gateway,
    orders,
    inventory,
    replicas,
    environment,
    reset: () => {
      orders.reset();
      inventory.reset();
    },
    [Symbol.asyncDispose]: async () => {
      gateway.force();
      services.orders[Symbol.dispose]();
      services.inventory[Symbol.dispose]();
      for (const replica of replicas) replica.force();
    },
  };
}

export function startReplica(implementation: Implementation, port = 0): Promise<RunningServer> {
  return startServer({
    address: `127.0.0.1:${port}`,
    services: [implementation],
    descriptors,
    logger: silentLogger,
    drainDelayMs: 0,
    drainGraceMs: 1000,
  });
}
