import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CONTROL_SOCKET } from './control-protocol.ts';
import type { InstancePlan } from './launch-instance.ts';
import { findSocketPath } from './local-socket.ts';

/**
 * The programs of the platform, callers before those they call: they stop in this order. The console
 * is last, so that it can be seen how the others leave.
 */
export const SERVICES = ['gateway', 'orders', 'inventory', 'notifications', 'console'] as const;
export type Service = (typeof SERVICES)[number];

export function isService(name: string): name is Service {
  return (SERVICES as readonly string[]).includes(name);
}

/** What the programs share. */
export interface Surroundings {
  /** The repository: a service is `apps/<service>/src/main.ts`. */
  readonly root: string;
  readonly dataDirectory: string;
  /** Of the gateway, on 127.0.0.1. */
  readonly port: number;
  /** Of the console, on 127.0.0.1; undefined where none runs. */
  readonly consolePort: number | undefined;
  /** Empty where the service needs no database. */
  readonly databaseUrl: string;
}

/** They listen on a port that is known beforehand; of the others there are as many as one likes. */
export function isReachedByPort(service: Service): boolean {
  return service === 'gateway' || service === 'console';
}

/** Whose admin service can be followed is in an endpoints file. */
export function hasEndpoints(service: Service): boolean {
  return service !== 'console';
}

export function needsDatabase(service: Service): boolean {
  return !isReachedByPort(service);
}

export function findEndpointsPath(dataDirectory: string, service: Service): string {
  return join(dataDirectory, 'endpoints', `${service}.json`);
}

/** The gRPC target by which the services find each other. */
export function findTarget(dataDirectory: string, service: Service): string {
  return pathToFileURL(findEndpointsPath(dataDirectory, service)).href;
}

/**
 * How long a service goes on after it has told its callers that it leaves. They hear of it from the
 * endpoints file, within some 20 ms; a load balancer in front of a cluster takes longer, and so the
 * services' own default is longer. Whatever the environment says wins.
 */
const DRAIN_DELAY = '200ms';

/**
 * V8 lets the space for new objects grow to 32 MiB in each of seven processes, and an idle one never
 * gives it back. With an eighth of it an order costs the same processor time.
 */
const NODE_OPTIONS = ['--max-semi-space-size=4'];

export function findProgram(root: string, service: Service): string {
  return join(root, 'apps', service, 'src/main.ts');
}

/** How to run one replica of a service. */
export function planService(
  service: Service,
  name: string,
  surroundings: Surroundings,
): InstancePlan {
  const drainDelay = `${service.toUpperCase()}_DRAIN_DELAY`;
  return {
    program: findProgram(surroundings.root, service),
    environment: {
      // Set here, so that nothing in the user's environment opens the platform to the network.
      HOST: '127.0.0.1',
      ...(service === 'gateway' && { GATEWAY_ADMIN_HOST: '127.0.0.1' }),
      PORT: String(findPort(service, surroundings)),
      ...(service === 'console'
        ? consoleEnvironment(surroundings)
        : {
            ...serviceEnvironment(service, surroundings),
            ...telemetryEnvironment(name, surroundings),
            [drainDelay]: process.env[drainDelay] ?? DRAIN_DELAY,
          }),
    },
    nodeOptions: NODE_OPTIONS,
    sharesPort: isReachedByPort(service),
  };
}

function findPort(service: Service, { port, consolePort = 0 }: Surroundings): number {
  if (service === 'gateway') return port;
  return service === 'console' ? consolePort : 0;
}

function serviceEnvironment(
  service: Service,
  { dataDirectory, databaseUrl }: Surroundings,
): Record<string, string> {
  return {
    ORDERS_TARGET: findTarget(dataDirectory, 'orders'),
    INVENTORY_TARGET: findTarget(dataDirectory, 'inventory'),
    NOTIFICATIONS_TARGET: findTarget(dataDirectory, 'notifications'),
    ...(needsDatabase(service) ? { BALLAST_DATABASE_URL: databaseUrl } : {}),
    // Nobody but this machine reaches the platform, and it is there to be broken.
    BALLAST_FAULTS: process.env['BALLAST_FAULTS'] ?? 'on',
  };
}

/**
 * Where spans go: to the console, unless the user's environment says otherwise. Often, since somebody
 * is waiting for them.
 */
function telemetryEnvironment(name: string, { consolePort }: Surroundings): Record<string, string> {
  const attributes = process.env['OTEL_RESOURCE_ATTRIBUTES'];
  const ownName = `service.instance.id=${encodeURIComponent(name)}`;
  const defaults: Record<string, string> =
    consolePort === undefined
      ? {}
      : {
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${consolePort}`,
          OTEL_BSP_SCHEDULE_DELAY: '500',
          OTEL_METRIC_EXPORT_INTERVAL: '5000',
        };
  const chosen = Object.entries(defaults).map(([key, value]) => [key, process.env[key] ?? value]);
  const isOurs =
    consolePort !== undefined && process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] === undefined;
  return {
    ...(Object.fromEntries(chosen) as Record<string, string>),
    // The console speaks HTTP, whatever the user's own receiver speaks.
    ...(isOurs && { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }),
    OTEL_RESOURCE_ATTRIBUTES: attributes ? `${attributes},${ownName}` : ownName,
  };
}

function consoleEnvironment({ dataDirectory, port }: Surroundings): Record<string, string> {
  const followed = SERVICES.filter(hasEndpoints);
  return {
    CONSOLE_GATEWAY_URL: `http://127.0.0.1:${port}`,
    CONSOLE_TARGETS: followed
      .map((service) => `${service}=${findTarget(dataDirectory, service)}`)
      .join(','),
    CONSOLE_PLATFORM_SOCKET: findSocketPath(dataDirectory, CONTROL_SOCKET),
  };
}
