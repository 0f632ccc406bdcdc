import {
  ConfigError,
  durationMs,
  flag,
  integer,
  loadConfig,
  loadMesh,
  meshSchema,
  oneOf,
  optional,
  port,
  text,
  url,
} from '@ballast/config';
import type { Config, Mesh } from '@ballast/config';
import { LOG_LEVELS } from '@ballast/logging';
import { telemetrySchema } from '@ballast/telemetry';

/** Every variable that the orders service reads; the table in the README is made from it. */
export const configSchema = {
  host: text({
    variable: 'HOST',
    default: '127.0.0.1',
    pattern: /\S+/,
    description: 'address to listen on; 0.0.0.0 in a container',
  }),
  port: port({ variable: 'PORT', default: 50051, description: 'gRPC port; 0 takes a free one' }),
  databaseUrl: url({
    variable: 'BALLAST_DATABASE_URL',
    protocols: ['postgres', 'postgresql'],
    default: 'postgres://postgres@127.0.0.1:5432/ballast',
    description: 'the database; tables live in its schema "orders"',
  }),
  databaseConnections: integer({
    variable: 'ORDERS_DATABASE_CONNECTIONS',
    default: 10,
    min: 1,
    max: 200,
    description: 'connections of one process at most, beside one that listens',
  }),
  databaseWaitMs: durationMs({
    variable: 'ORDERS_DATABASE_WAIT',
    default: 60_000,
    maxMs: 3_600_000,
    description: 'how long a start waits for a database that is away; then it fails',
  }),
  inventoryTarget: text({
    variable: 'INVENTORY_TARGET',
    default: 'static:///127.0.0.1:50052',
    pattern: /[a-z-]+:\/\/.+/,
    description: 'where the inventory service is, a gRPC target',
  }),
  notificationsTarget: text({
    variable: 'NOTIFICATIONS_TARGET',
    default: 'static:///127.0.0.1:50053',
    pattern: /[a-z-]+:\/\/.+/,
    description: 'where the notifications service is, a gRPC target; it may be away for ever',
  }),
  workers: oneOf(['on', 'off'], {
    variable: 'BALLAST_WORKERS',
    default: 'on',
    description:
      'whether this replica does its part of what goes on beside calls: unfinished orders, telling, old keys',
  }),
  telling: oneOf(['on', 'off'], {
    variable: 'ORDERS_TELL',
    default: 'on',
    description: 'whether this replica tells notifications what happens to orders',
  }),
  placeBudgetMs: durationMs({
    variable: 'ORDERS_PLACE_BUDGET',
    default: 800,
    minMs: 1,
    maxMs: 60_000,
    description:
      'how long PlaceOrder takes at most; the policy says what becomes of the order then',
  }),
  writeBudgetMs: durationMs({
    variable: 'ORDERS_WRITE_BUDGET',
    default: 2500,
    minMs: 1,
    maxMs: 60_000,
    description: 'how long PlaceOrder waits for the database to write the order; then it is 503',
  }),
  intentHoldMs: durationMs({
    variable: 'ORDERS_INTENT_HOLD',
    default: 5000,
    minMs: 1,
    maxMs: 600_000,
    description: 'how long the relay leaves a new order to its own call; longer than the budget',
  }),
  relayPollMs: durationMs({
    variable: 'ORDERS_RELAY_POLL',
    default: 1000,
    minMs: 10,
    maxMs: 60_000,
    description: 'between two looks of the relay for orders that were left unfinished',
  }),
  relayLeaseMs: durationMs({
    variable: 'ORDERS_RELAY_LEASE',
    default: 15_000,
    minMs: 100,
    maxMs: 600_000,
    description: 'how long one replica has for what it took up; then another one tries',
  }),
  relayRetryLongestMs: durationMs({
    variable: 'ORDERS_RELAY_RETRY_LONGEST',
    default: 5000,
    minMs: 100,
    maxMs: 600_000,
    description: 'the longest pause between two attempts at an order; they begin at 100ms',
  }),
  tellBudgetMs: durationMs({
    variable: 'ORDERS_TELL_BUDGET',
    default: 2000,
    minMs: 10,
    maxMs: 60_000,
    description: 'how long notifications may take for a batch of changes; then it is told again',
  }),
  tellRetryLongestMs: durationMs({
    variable: 'ORDERS_TELL_RETRY_LONGEST',
    default: 2000,
    minMs: 100,
    maxMs: 600_000,
    description: 'the longest pause before changes are told again; they begin at 100ms',
  }),
  idempotencyTtlMs: durationMs({
    variable: 'ORDERS_IDEMPOTENCY_TTL',
    default: 86_400_000,
    minMs: 1000,
    description: 'how long an idempotency key is remembered',
  }),
  drainDelayMs: durationMs({
    variable: 'ORDERS_DRAIN_DELAY',
    default: 500,
    maxMs: 60_000,
    description: 'between NOT_SERVING and the first connection closed: the time balancers need',
  }),
  drainGraceMs: durationMs({
    variable: 'ORDERS_DRAIN_GRACE',
    default: 10_000,
    minMs: 100,
    maxMs: 600_000,
    description: 'after the delay, the longest that calls in flight are waited for',
  }),
  policyDirectory: optional(
    text({
      variable: 'BALLAST_POLICY_DIR',
      description:
        'where an operator overrides policies: <service>.policy.json, read as it changes',
    }),
  ),
  faultsAllowed: flag({
    variable: 'BALLAST_FAULTS',
    default: false,
    description: 'whether callers may make it fail on purpose, by FaultService',
  }),
  logLevel: oneOf(LOG_LEVELS, {
    variable: 'LOG_LEVEL',
    default: 'info',
    description: 'the least severe lines that are written',
  }),
};

/** With the variables that all programs have in common: docs/telemetry.md and docs/mesh.md list them. */
const wholeSchema = { ...configSchema, ...telemetrySchema, ...meshSchema };

/** The settings of the orders service. */
export interface OrdersConfig extends Config<typeof wholeSchema> {
  /** Where to listen: host and port. */
  readonly address: string;
  /** The mesh that it is in, and how that is known. */
  readonly mesh: Mesh;
}

/** Reads them. Throws ConfigError, one line for each wrong variable. */
export function loadOrdersConfig(environment: NodeJS.ProcessEnv): OrdersConfig {
  const config = loadConfig(environment, wholeSchema);
  // Else the relay would race every call for the order it has just placed.
  if (config.intentHoldMs > config.placeBudgetMs) {
    return { ...config, address: addressOf(config), mesh: loadMesh(environment) };
  }
  throw new ConfigError([
    {
      variable: configSchema.intentHoldMs.variable,
      rule: `longer than ${configSchema.placeBudgetMs.variable} (${config.placeBudgetMs}ms)`,
      value: `${config.intentHoldMs}ms`,
    },
  ]);
}

function addressOf({ host, port: number }: { host: string; port: number }): string {
  return host.includes(':') ? `[${host}]:${number}` : `${host}:${number}`;
}
