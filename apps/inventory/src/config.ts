import {
  durationMs,
  flag,
  integer,
  loadConfig,
  loadMesh,
  meshSchema,
  oneOf,
  port,
  text,
  url,
} from '@ballast/config';
import type { Config, Mesh } from '@ballast/config';
import { LOG_LEVELS } from '@ballast/logging';
import { telemetrySchema } from '@ballast/telemetry';

/** Every variable that the inventory reads; the table in the README is made from it. */
export const configSchema = {
  host: text({
    variable: 'HOST',
    default: '127.0.0.1',
    pattern: /\S+/,
    description: 'address to listen on; 0.0.0.0 in a container',
  }),
  port: port({ variable: 'PORT', default: 50052, description: 'gRPC port; 0 takes a free one' }),
  databaseUrl: url({
    variable: 'BALLAST_DATABASE_URL',
    protocols: ['postgres', 'postgresql'],
    default: 'postgres://postgres@127.0.0.1:5432/ballast',
    description: 'the database; tables live in its schema "inventory"',
  }),
  databaseConnections: integer({
    variable: 'INVENTORY_DATABASE_CONNECTIONS',
    default: 10,
    min: 1,
    max: 200,
    description: 'connections of one process at most, beside one that listens',
  }),
  databaseWaitMs: durationMs({
    variable: 'INVENTORY_DATABASE_WAIT',
    default: 60_000,
    maxMs: 3_600_000,
    description: 'how long a start waits for a database that is away; then it fails',
  }),
  reservationTtlMs: durationMs({
    variable: 'INVENTORY_RESERVATION_TTL',
    default: 600_000,
    minMs: 1,
    maxMs: 86_400_000,
    description: 'how long stock is held where the caller does not say',
  }),
  workers: oneOf(['on', 'off'], {
    variable: 'BALLAST_WORKERS',
    default: 'on',
    description: 'whether this replica does its part of the sweeping, beside the calls it serves',
  }),
  sweepIntervalMs: durationMs({
    variable: 'INVENTORY_SWEEP_INTERVAL',
    default: 1000,
    minMs: 10,
    maxMs: 3_600_000,
    description: 'between two looks for reservations that are over, give or take a quarter',
  }),
  eventRetentionMs: durationMs({
    variable: 'INVENTORY_EVENT_RETENTION',
    default: 3_600_000,
    minMs: 60_000,
    description: 'how long stock changes are kept for watchers that lag behind',
  }),
  drainDelayMs: durationMs({
    variable: 'INVENTORY_DRAIN_DELAY',
    default: 500,
    maxMs: 60_000,
    description: 'between NOT_SERVING and the first connection closed: the time balancers need',
  }),
  drainGraceMs: durationMs({
    variable: 'INVENTORY_DRAIN_GRACE',
    default: 10_000,
    minMs: 100,
    maxMs: 600_000,
    description: 'after the delay, the longest that calls in flight are waited for',
  }),
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

/** The inventory's settings. */
export interface InventoryConfig extends Config<typeof wholeSchema> {
  /** Where to listen: host and port. */
  readonly address: string;
  /** The mesh that it is in, and how that is known. */
  readonly mesh: Mesh;
}

/** Reads them. Throws ConfigError, one line for each wrong variable. */
export function loadInventoryConfig(environment: NodeJS.ProcessEnv): InventoryConfig {
  const config = loadConfig(environment, wholeSchema);
  return { ...config, address: addressOf(config), mesh: loadMesh(environment) };
}

function addressOf({ host, port: number }: { host: string; port: number }): string {
  return host.includes(':') ? `[${host}]:${number}` : `${host}:${number}`;
}
