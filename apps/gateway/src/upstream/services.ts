import type { InventoryServiceService, OrdersServiceService } from '@ballast/contracts';
import type { Client } from '@ballast/client';
import type { Logger } from '@ballast/logging';

/** The services behind the gateway. */
export interface Services {
  readonly orders: Client<OrdersServiceService>;
  readonly inventory: Client<InventoryServiceService>;
}

/** What every route needs. */
export interface RouteContext extends Services {
  readonly logger: Logger;
}
