// What the contracts say, read as data: each method, and the time that its owner asks callers
// to grant it.
import {
  InventoryServiceService,
  inventoryPolicy,
  ordersPolicy,
  OrdersServiceService,
  requestSchemas,
} from '@ballast/contracts';

const deadlines = new Map(
  [ordersPolicy, inventoryPolicy]
    .flatMap(({ methodConfig }) => methodConfig)
    .flatMap(({ name, timeout }) => name.map(({ method }) => [method, timeout])),
);

for (const definition of [OrdersServiceService, InventoryServiceService]) {
  for (const { path } of Object.values(definition)) {
    console.log(`${path}: ${deadlines.get(path.split('/')[2]) ?? 'no deadline'}`);
  }
}

const { minimum, maximum } = requestSchemas.OrderItem.properties.quantity;
console.log(`an order takes ${minimum} to ${maximum} of a sku`);
