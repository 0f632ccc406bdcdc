import {
  durationMs,
  integer,
  loadConfig,
  loadMesh,
  meshSchema,
  oneOf,
  optional,
  port,
  text,
} from '@ballast/config';
import type { Config, Mesh } from '@ballast/config';
import { telemetrySchema } from '@ballast/telemetry';

const target = /[a-z-]+:\/\/.+/;

/** Every variable that the gateway reads; the table in the README is made from it. */
export const configSchema = {
  host: text({
    variable: 'HOST',
    default: '127.0.0.1',
    pattern: /\S+/,
    description: 'address to listen on; 0.0.0.0 in a container',
  }),
  port: port({ variable: 'PORT', default: 8080, description: 'HTTP port; 0 takes a free one' }),
  adminHost: text({
    variable: 'GATEWAY_ADMIN_HOST',
    default: '127.0.0.1',
    pattern: /\S+/,
    description: 'address of its admin service, wherever HOST is: whoever reaches it is told all',
  }),
  adminPort: port({
    variable: 'GATEWAY_ADMIN_PORT',
    default: 0,
    description: 'gRPC port of its admin service and health, for consoles; 0 takes a free one',
  }),
  ordersTarget: text({
    variable: 'ORDERS_TARGET',
    default: 'static:///127.0.0.1:50051',
    pattern: target,
    description: 'where the orders service is, a gRPC target',
  }),
  inventoryTarget: text({
    variable: 'INVENTORY_TARGET',
    default: 'static:///127.0.0.1:50052',
    pattern: target,
    description: 'where the inventory service is, a gRPC target',
  }),
  policyDirectory: optional(
    text({
      variable: 'BALLAST_POLICY_DIR',
      description:
        'where an operator overrides policies: <service>.policy.json, read as it changes',
    }),
  ),
  logLevel: oneOf(['debug', 'info', 'warn', 'error'], {
    variable: 'LOG_LEVEL',
    default: 'info',
    description: 'the least severe lines that are written',
  }),
  requestBudgetMs: durationMs({
    variable: 'GATEWAY_REQUEST_BUDGET',
    default: 8000,
    minMs: 100,
    maxMs: 60_000,
    description: 'the longest that an answer may take; then 504',
  }),
  stockPatienceMs: durationMs({
    variable: 'GATEWAY_STOCK_PATIENCE',
    default: 1000,
    minMs: 10,
    maxMs: 60_000,
    description: 'how long inventory is waited for before products are shown as known last',
  }),
  stockRefreshMs: durationMs({
    variable: 'GATEWAY_STOCK_REFRESH',
    default: 10_000,
    minMs: 100,
    maxMs: 3_600_000,
    description: 'between two readings of the whole stock, for when inventory is away',
  }),
  maxBodyBytes: integer({
    variable: 'GATEWAY_MAX_BODY_BYTES',
    default: 65_536,
    min: 1024,
    max: 1_048_576,
    description: 'the largest body that is read; then 413',
  }),
  maxConnections: integer({
    variable: 'GATEWAY_MAX_CONNECTIONS',
    default: 20_000,
    min: 1,
    max: 1_000_000,
    description: 'connections held at once; more are closed unread',
  }),
  requestTimeoutMs: durationMs({
    variable: 'GATEWAY_REQUEST_TIMEOUT',
    default: 10_000,
    minMs: 100,
    maxMs: 600_000,
    description: 'how long a request may take to arrive; then 408',
  }),
  keepAliveTimeoutMs: durationMs({
    variable: 'GATEWAY_KEEP_ALIVE_TIMEOUT',
    // As Node's: clients leave a second or two of what is promised unused.
    default: 5000,
    minMs: 1000,
    maxMs: 600_000,
    description: 'how long an idle connection is kept, as the Keep-Alive header promises',
  }),
  drainDelayMs: durationMs({
    variable: 'GATEWAY_DRAIN_DELAY',
    default: 500,
    maxMs: 60_000,
    description: 'between readyz 503 and the first connection closed: the time routers need',
  }),
  drainGraceMs: durationMs({
    variable: 'GATEWAY_DRAIN_GRACE',
    default: 10_000,
    minMs: 100,
    maxMs: 600_000,
    description: 'after the delay, the longest that requests in flight are waited for',
  }),
  maxRequests: integer({
    variable: 'GATEWAY_MAX_REQUESTS',
    default: 1000,
    min: 1,
    max: 1_000_000,
    description: 'requests answered at a time, event streams apart; fewer where they would be late',
  }),
  maxEventStreams: integer({
    variable: 'GATEWAY_MAX_EVENT_STREAMS',
    default: 10_000,
    min: 1,
    max: 1_000_000,
    description: 'server-sent event streams open at once; then 503',
  }),
  heartbeatMs: durationMs({
    variable: 'GATEWAY_EVENTS_HEARTBEAT',
    default: 15_000,
    minMs: 100,
    maxMs: 30_000,
    description: 'a comment is sent so often, so that nothing in between closes a quiet stream',
  }),
  eventsRetryMs: durationMs({
    variable: 'GATEWAY_EVENTS_RETRY',
    default: 1000,
    minMs: 10,
    maxMs: 60_000,
    description: 'how long browsers wait before they come back to an event stream',
  }),
};

/** With the variables that all programs have in common: docs/telemetry.md and docs/mesh.md list them. */
const wholeSchema = { ...configSchema, ...telemetrySchema, ...meshSchema };

/** The gateway's settings. */
export interface GatewayConfig extends Config<typeof wholeSchema> {
  /** The mesh that it is in, and how that is known. */
  readonly mesh: Mesh;
}

/** Reads them. Throws ConfigError, one line for each wrong variable. */
export function loadGatewayConfig(environment: NodeJS.ProcessEnv): GatewayConfig {
  return { ...loadConfig(environment, wholeSchema), mesh: loadMesh(environment) };
}
