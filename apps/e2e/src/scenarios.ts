import { audit } from '../scenarios/audit.ts';
import { badInput } from '../scenarios/bad-input.ts';
import { browsing } from '../scenarios/browsing.ts';
import { callKinds } from '../scenarios/call-kinds.ts';
import { cancelOrder } from '../scenarios/cancel-order.ts';
import { apiServerAway } from '../scenarios/cluster/api-server-away.ts';
import { autoscaling } from '../scenarios/cluster/autoscaling.ts';
import { nameServersAway } from '../scenarios/cluster/name-servers-away.ts';
import { nodeDrained } from '../scenarios/cluster/node-drained.ts';
import { readinessLost } from '../scenarios/cluster/readiness-lost.ts';
import { rightsDenied } from '../scenarios/cluster/rights-denied.ts';
import { rollingUpdates } from '../scenarios/cluster/rolling-updates.ts';
import { scaling } from '../scenarios/cluster/scaling.ts';
import { targetsCompared } from '../scenarios/cluster/targets-compared.ts';
import { console } from '../scenarios/console.ts';
import { databaseRestart } from '../scenarios/database-restart.ts';
import { grpcInfrastructure } from '../scenarios/grpc-infrastructure.ts';
import { inventoryAway } from '../scenarios/inventory-away.ts';
import { killedReplica } from '../scenarios/killed-replica.ts';
import { listOrders } from '../scenarios/list-orders.ts';
import { lostDependency } from '../scenarios/lost-dependency.ts';
import { attempts } from '../scenarios/mesh/attempts.ts';
import { canary } from '../scenarios/mesh/canary.ts';
import { meshFaults } from '../scenarios/mesh/mesh-faults.ts';
import { mirror } from '../scenarios/mesh/mirror.ts';
import { mirrorRefused } from '../scenarios/mesh/mirror-refused.ts';
import { strangers } from '../scenarios/mesh/strangers.ts';
import { wholeRollout } from '../scenarios/mesh/whole-rollout.ts';
import { xdsServer } from '../scenarios/mesh/xds-server.ts';
import { notifications, notificationsLost } from '../scenarios/notifications.ts';
import { orderEvents } from '../scenarios/order-events.ts';
import { placeOrder } from '../scenarios/place-order.ts';
import { productEvents } from '../scenarios/product-events.ts';
import { repeatOrder } from '../scenarios/repeat-order.ts';
import { rollingRestart } from '../scenarios/rolling-restart.ts';
import { scarceStock } from '../scenarios/scarce-stock.ts';
import { startingOrder } from '../scenarios/starting-order.ts';
import type { Scenario } from './scenario.ts';

/** All of them, for every target, the gentle ones first. */
export const scenarios: readonly Scenario[] = [
  placeOrder,
  repeatOrder,
  scarceStock,
  cancelOrder,
  listOrders,
  badInput,
  orderEvents,
  productEvents,
  notifications,
  callKinds,
  grpcInfrastructure,
  audit,
  console,
  killedReplica,
  rollingRestart,
  databaseRestart,
  inventoryAway,
  lostDependency,
  browsing,
  notificationsLost,
  startingOrder,
  rollingUpdates,
  scaling,
  readinessLost,
  targetsCompared,
  rightsDenied,
  nameServersAway,
  apiServerAway,
  nodeDrained,
  autoscaling,
  attempts,
  strangers,
  xdsServer,
  canary,
  mirror,
  mirrorRefused,
  meshFaults,
  wholeRollout,
];
