/**
 * The wire between the console's server and its pages: JSON types alone, no code, so that both sides
 * import it. Names ending in `atMs` are milliseconds since 1970; other `…Ms` are durations. Ratios are
 * within [0, 1]. A replica's id is `orders#1` on a local platform and the pod's name in a cluster.
 *
 * Every answer that is not 2xx is {@link Problem}, `application/problem+json`. Whatever changes
 * something is a POST with `content-type: application/json` from a page of the console itself: another
 * Host, Origin or Sec-Fetch-Site is refused with 403.
 *
 * | request | answer |
 * |---|---|
 * | `GET /api/stream` | server-sent events: `snapshot` with {@link Snapshot}, at once and each second |
 * | `GET /api/history?sinceMs=` | {@link History}: the last 5 minutes, or what is younger than `sinceMs` |
 * | `GET /api/traces?…` | {@link TraceList}; the query is {@link TraceQuery} |
 * | `GET /api/traces/:traceId` | {@link Trace}, or 404 |
 * | `GET /api/faults` | {@link FaultCatalogue} |
 * | `POST /api/faults` | {@link FaultsRequest} → {@link FaultsAnswer} |
 * | `POST /api/platform/replicas/:id/:action` | `{}`; `action` is {@link ReplicaAction} → {@link Done} |
 * | `POST /api/platform/scale` | {@link ScaleRequest} → {@link Done} |
 * | `POST /api/load` | {@link LoadRequest} → {@link LoadState} |
 * | `GET /api/experiments` | {@link ExperimentList} |
 * | `POST /api/experiments/:id/start` | `{}` → {@link ExperimentRun}; 409 where one runs or it cannot |
 * | `POST /api/experiments/stop` | `{}` → {@link Done}: takes back what it did |
 * | `GET /api/shop/products` | {@link ProductList} |
 * | `POST /api/shop/orders` | {@link OrderRequest} → {@link OrderAnswer}, whatever the gateway said |
 * | `GET /api/shop/orders/:orderId/events` | the gateway's server-sent events: `state` with {@link OrderChange} |
 * | `GET /livez`, `GET /readyz` | 200 `{"status":"ok"}` |
 *
 * In a path, `#` is written `%23` (`encodeURIComponent`).
 */

// Everything, each second
export type { Alert, Happening, RecentOrder, Snapshot, WindowState } from './api/snapshot.ts';

// Who runs, and who calls whom
export type {
  Edge,
  Figures,
  Replica,
  ReplicaEdge,
  ReplicaState,
  ServiceMap,
  ServiceNode,
} from './api/map.ts';

// What clients and servers have decided
export type {
  AdmissionLimit,
  Breaker,
  Bulkhead,
  ChannelOfClient,
  Decisions,
  EndpointOfClient,
  LastPick,
  RetryBudget,
} from './api/decisions.ts';

// The same over time
export type {
  AdmissionSeries,
  BreakerSeries,
  BudgetSeries,
  EdgeSeries,
  EndpointSeries,
  History,
} from './api/history.ts';

// Traces
export type {
  AttemptOfSpan,
  Attributes,
  AttributeValue,
  CriticalSegment,
  LogLine,
  Span,
  SpanEvent,
  SpanLink,
  Trace,
  TraceList,
  TraceQuery,
  TraceSummary,
} from './api/traces.ts';

// Making it fail
export type {
  ActiveFault,
  FaultCatalogue,
  FaultChoice,
  FaultParameter,
  FaultsAnswer,
  FaultsRequest,
  FaultToggle,
} from './api/faults.ts';
export type {
  Done,
  PlatformService,
  PlatformState,
  ReplicaAction,
  ScaleRequest,
} from './api/platform.ts';
export type { LoadRequest, LoadState } from './api/load.ts';
export type {
  Experiment,
  ExperimentList,
  ExperimentPhase,
  ExperimentRun,
  ExperimentStep,
} from './api/experiments.ts';

// The shop
export type {
  Order,
  OrderAnswer,
  OrderChange,
  OrderItem,
  OrderRequest,
  OrderState,
  Product,
  ProductList,
} from './api/shop.ts';
export type { Problem } from './api/problem.ts';
