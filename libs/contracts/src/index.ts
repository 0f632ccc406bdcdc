// Written by `npm run generate` from protos/. Do not edit.

// ballast/admin/v1/admin.proto
export {
  AdminServiceService,
  AdmissionState,
  BreakerPhase,
  BreakerState,
  BulkheadState,
  ChannelState,
  Connectivity,
  EndpointState,
  IsolateBreakerRequest,
  IsolateBreakerResponse,
  MeshState,
  RefusedCalls,
  ReleaseBreakerRequest,
  ReleaseBreakerResponse,
  RetryBudgetState,
  WatchStateRequest,
  WatchStateResponse,
} from './gen/ballast/admin/v1/admin.ts';

// ballast/faults/v1/faults.proto
export {
  Abort,
  ClearFaultsRequest,
  ClearFaultsResponse,
  Corrupt,
  CpuBurn,
  Criticality,
  Delay,
  Drop,
  EventLoopBlock,
  ExponentialDelay,
  Fault,
  FaultServiceService,
  FaultState,
  FixedDelay,
  Hang,
  Latency,
  ListFaultsRequest,
  ListFaultsResponse,
  LognormalDelay,
  MemoryGrowth,
  NotServing,
  ParetoDelay,
  SetFaultsRequest,
  SetFaultsResponse,
  SlowStream,
  UniformDelay,
} from './gen/ballast/faults/v1/faults.ts';

// ballast/inventory/v1/inventory.proto
export {
  AdjustStockRequest,
  AdjustStockResponse,
  AdjustStockResponse_Refusal,
  CommitRequest,
  CommitResponse,
  GetStockRequest,
  GetStockResponse,
  ImportStockRequest,
  ImportStockResponse,
  ImportStockResponse_RowError,
  InventoryServiceService,
  ListStockRequest,
  ListStockResponse,
  ReleaseRequest,
  ReleaseResponse,
  Reservation,
  ReservationItem,
  ReservationLine,
  ReservationState,
  ReserveRequest,
  ReserveResponse,
  Shortage,
  Stock,
  WatchStockRequest,
  WatchStockResponse,
} from './gen/ballast/inventory/v1/inventory.ts';

// ballast/notifications/v1/notifications.proto
export {
  ListNotificationsRequest,
  ListNotificationsResponse,
  Notification,
  NotificationsServiceService,
  RecordOrderEventsRequest,
  RecordOrderEventsResponse,
} from './gen/ballast/notifications/v1/notifications.ts';

// ballast/orders/v1/orders.proto
export {
  CancelOrderRequest,
  CancelOrderResponse,
  GetOrderRequest,
  GetOrderResponse,
  ListOrdersRequest,
  ListOrdersResponse,
  Order,
  OrderItem,
  OrderLine,
  OrderState,
  OrdersServiceService,
  PlaceOrderRequest,
  PlaceOrderResponse,
  WatchOrderRequest,
  WatchOrderResponse,
} from './gen/ballast/orders/v1/orders.ts';

// The contracts as data
export { descriptors } from './gen/descriptors.ts';
export { idempotentMethods } from './gen/idempotent-methods.ts';
export { requestSchemas, responseSchemas } from './gen/json-schemas.ts';
export {
  adminPolicy,
  faultsPolicy,
  inventoryPolicy,
  notificationsPolicy,
  ordersPolicy,
} from './gen/policies.ts';
export type { PublishedPolicy } from './published-policy.ts';
