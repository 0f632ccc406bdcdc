import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstancePlan } from './launch-instance.ts';

/** The programs of the platform, callers before those they call: they stop in this order. */
export const SERVICES = ['gateway', 'orders', 'inventory', 'notifications'] as const;
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
  /** Empty where the service needs no database. */
  readonly databaseUrl: string;
}

/** Only what is reached by name, not by a port, is in an endpoints file. */
export function hasEndpoints(service: Service): boolean {
  return service !== 'gateway';
}

export function needsDatabase(service: Service): boolean {
  return service !== 'gateway';
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
export function planService(service: Service, surroundings: Surroundings): InstancePlan {
  const { root, dataDirectory, port, databaseUrl } = surroundings;
  const drainDelay = `${service.toUpperCase()}_DRAIN_DELAY`;
  return {
    program: findProgram(root, service),
    environment: {
      // Set here, so that nothing in the user's environment opens the platform to the network.
      HOST: '127.0.0.1',
      PORT: String(service === 'gateway' ? port : 0),
      ORDERS_TARGET: findTarget(dataDirectory, 'orders'),
      INVENTORY_TARGET: findTarget(dataDirectory, 'inventory'),
      NOTIFICATIONS_TARGET: findTarget(dataDirectory, 'notifications'),
      ...(needsDatabase(service) ? { BALLAST_DATABASE_URL: databaseUrl } : {}),
      [drainDelay]: process.env[drainDelay] ?? DRAIN_DELAY,
      // Nobody but this machine reaches the platform, and it is there to be broken.
      BALLAST_FAULTS: process.env['BALLAST_FAULTS'] ?? 'on',
    },
    nodeOptions: NODE_OPTIONS,
    sharesPort: service === 'gateway',
  };
}
