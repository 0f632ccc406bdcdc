// Written by `npm run generate` from protos/. Do not edit.

/**
 * The paths of all methods whose `idempotency_level` is IDEMPOTENT or NO_SIDE_EFFECTS: a call of
 * theirs may be repeated.
 */
export const idempotentMethods: readonly string[] = [
  "/ballast.admin.v1.AdminService/WatchState",
  "/ballast.admin.v1.AdminService/IsolateBreaker",
  "/ballast.admin.v1.AdminService/ReleaseBreaker",
  "/ballast.faults.v1.FaultService/SetFaults",
  "/ballast.faults.v1.FaultService/ClearFaults",
  "/ballast.faults.v1.FaultService/ListFaults",
  "/ballast.inventory.v1.InventoryService/GetStock",
  "/ballast.inventory.v1.InventoryService/ListStock",
  "/ballast.inventory.v1.InventoryService/Reserve",
  "/ballast.inventory.v1.InventoryService/Commit",
  "/ballast.inventory.v1.InventoryService/Release",
  "/ballast.inventory.v1.InventoryService/WatchStock",
  "/ballast.notifications.v1.NotificationsService/RecordOrderEvents",
  "/ballast.notifications.v1.NotificationsService/ListNotifications",
  "/ballast.orders.v1.OrdersService/PlaceOrder",
  "/ballast.orders.v1.OrdersService/GetOrder",
  "/ballast.orders.v1.OrdersService/ListOrders",
  "/ballast.orders.v1.OrdersService/CancelOrder",
  "/ballast.orders.v1.OrdersService/WatchOrder"
];
