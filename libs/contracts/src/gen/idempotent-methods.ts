// Written by `npm run generate` from protos/. Do not edit.

/**
 * The paths of all methods whose `idempotency_level` is IDEMPOTENT or NO_SIDE_EFFECTS: a call of
 * theirs may be repeated.
 */
export const idempotentMethods: readonly string[] = [
  "/ballast.inventory.v1.InventoryService/GetStock",
  "/ballast.inventory.v1.InventoryService/ListStock",
  "/ballast.inventory.v1.InventoryService/Reserve",
  "/ballast.inventory.v1.InventoryService/Commit",
  "/ballast.inventory.v1.InventoryService/Release",
  "/ballast.inventory.v1.InventoryService/WatchStock",
  "/ballast.orders.v1.OrdersService/PlaceOrder",
  "/ballast.orders.v1.OrdersService/GetOrder",
  "/ballast.orders.v1.OrdersService/ListOrders",
  "/ballast.orders.v1.OrdersService/CancelOrder",
  "/ballast.orders.v1.OrdersService/WatchOrder"
];
