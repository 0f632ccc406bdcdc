import { createLoadMeter } from '@ballast/balancing';
import { processState } from '@ballast/state';
import {
  addAdminServicesToServer,
  type Server,
  ServerCredentials,
  type ServerInterceptor,
  type ServerOptions as GrpcOptions,
} from '@grpc/grpc-js';
import { serveAdmin } from './admin/admin-service.ts';
import { announceMesh } from './admin/announce-mesh.ts';
import { type Health, serveHealth } from './admin/health.ts';
import { createPlainHealth } from './admin/plain-health.ts';
import { serveReflection } from './admin/reflection.ts';
import { trackAdmin } from './admin/tracked-admin.ts';
import { CallRegistry } from './calls/call-registry.ts';
import type { ServedMethod } from './calls/served-method.ts';
import { createUnaryInterceptor } from './calls/unary-call.ts';
import { createFaults } from './create-faults.ts';
import { drain, type DrainTimes, serverDraining, type ServerParts } from './drain.ts';
import { createAdmissionControl, describeAdmission } from './protection/admission-control.ts';
import { createProtection } from './protection/create-protection.ts';
import {
  type ResolvedServerOptions,
  resolveServerOptions,
  type ServerOptions,
} from './server-options.ts';
import { serveImplementation } from './serve-implementation.ts';
import { limitStreamResets } from './stream-resets.ts';
import { tlsFromFiles } from './tls/tls-from-files.ts';
import type { MessageSizes } from './tracing/message-sizes.ts';
import { observeAdmission } from './tracing/observe-admission.ts';
import { traceCalls } from './tracing/trace-calls.ts';
import { RequestRules } from './validation/request-rules.ts';
import { openServer, openXdsServer } from './xds/open-server.ts';

/** A server that listens. */
export interface RunningServer extends AsyncDisposable {
  /** Where it listens, `host:port`. */
  readonly address: string;
  readonly port: number;
  readonly health: Health;
  /** The server of grpc-js, for what is not said here. */
  readonly grpc: Server;
  /** Leaves in order; see the README. Further calls wait for the first. */
  drain(): Promise<void>;
  /** Ends every call with UNAVAILABLE and cuts every connection, at once. */
  force(): void;
  /** Leaves without the delay, and with at most a second of grace: for tests. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Serves implementations together with health, reflection and channelz.
 *
 * @throws TypeError or RangeError for wrong options, before anything is opened.
 * @throws Error naming the address where it cannot be listened on, or the files of TLS.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const resolved = resolveServerOptions(options);
  const { descriptors, logger } = resolved;
  const faults = resolved.faults && createFaults(resolved.faults);
  const services = [...resolved.services, ...(faults?.services ?? [])];
  const rules = new RequestRules(descriptors);
  const registry = new CallRegistry(logger);
  const admission = createAdmissionControl(resolved.admission);
  const sizes = new Map<string, MessageSizes>();
  const observer = resolved.observer ?? traceCalls(sizes);
  const protection = createProtection({ observer, meter: createLoadMeter(), faults, admission });
  const unaryMethods = new Map<string, ServedMethod>();
  const answering = createUnaryInterceptor(unaryMethods, registry);
  const interceptors = [protection, ...resolved.interceptors, answering];
  const opened = await openFor(resolved, grpcOptionsOf(resolved, interceptors));
  const { grpc } = opened;
  limitStreamResets(grpc, resolved.maxCancellationsPerSecond);
  const host = { grpc, rules, registry, unaryMethods, sizes };
  const warmUps = services.flatMap((service) =>
    serveImplementation(host, service, resolved.maxSendBytes),
  );
  const serviceNames = services.map(({ serviceName }) => serviceName);
  const tracked = trackAdmin(grpc, registry);
  const plain =
    resolved.healthPort === undefined
      ? undefined
      : createPlainHealth(resolved.address, resolved.healthPort);
  const health = serveHealth([tracked, ...(plain ? [plain] : [])], serviceNames, resolved.faults);
  const admin = serveAdmin(host);
  serveReflection(grpc, registry, descriptors, [...serviceNames, ...admin.described]);
  addAdminServicesToServer(tracked as Server);
  // First, as a control plane may be waited for: what is alive and does not serve yet must say so.
  await plain?.listen();
  const listener = await opened.listen(resolved.address).catch((error: unknown) => {
    plain?.close();
    throw error;
  });
  health.begin();
  logger.info({ address: listener.address, services: serviceNames }, 'serving');
  warmUpLater(warmUps, logger);
  const admissions = () => describeAdmission(admission, listener.address);
  const parts = { grpc, listener, registry, health, logger };
  const ends = [
    processState.add({ admissions }),
    observeAdmission(admission),
    announceMesh(resolved.mesh, logger),
    () => plain?.close(),
  ];
  return createRunningServer(parts, resolved, () => {
    for (const end of ends) end();
  });
}

function createRunningServer(
  parts: ServerParts & { readonly health: Health },
  { drainDelayMs, drainGraceMs }: ResolvedServerOptions,
  onLeft: () => void,
): RunningServer {
  const forced = new AbortController();
  let leaving: Promise<void> | undefined;
  const leave = (times: DrainTimes): Promise<void> =>
    (leaving ??= drain(parts, times, forced.signal).finally(onLeft));
  return {
    address: parts.listener.address,
    port: parts.listener.port,
    health: parts.health,
    grpc: parts.grpc,
    drain: () => leave({ delayMs: drainDelayMs, graceMs: drainGraceMs }),
    force() {
      forced.abort();
      parts.registry.endAll(serverDraining());
      // One turn of the loop, for the statuses to be written.
      setImmediate(() => {
        parts.grpc.forceShutdown();
        parts.listener.cut();
      });
      leave({ delayMs: 0, graceMs: 0 }).catch((error: unknown) =>
        parts.logger.error({ error }, 'not stopped'),
      );
    },
    [Symbol.asyncDispose]: () => leave({ delayMs: 0, graceMs: Math.min(drainGraceMs, 1000) }),
  };
}

function openFor(options: ResolvedServerOptions, grpcOptions: GrpcOptions) {
  if (!options.xdsServer) return openServer(grpcOptions, () => credentialsOf(options));
  const { drainGraceMs: drainGraceTimeMs, logger } = options;
  return openXdsServer({ ...grpcOptions, drainGraceTimeMs }, logger);
}

async function credentialsOf({
  tls,
  credentials,
  logger,
}: ResolvedServerOptions): Promise<ServerCredentials> {
  if (tls !== undefined) return tlsFromFiles(tls, logger);
  return credentials ?? ServerCredentials.createInsecure();
}

function grpcOptionsOf(
  options: ResolvedServerOptions,
  interceptors: ServerInterceptor[],
): GrpcOptions {
  return {
    'grpc.max_receive_message_length': options.maxReceiveBytes,
    'grpc.max_send_message_length': options.maxSendBytes,
    'grpc.keepalive_time_ms': options.keepaliveTimeMs,
    'grpc.keepalive_timeout_ms': options.keepaliveTimeoutMs,
    'grpc.max_connection_age_ms': options.maxConnectionAgeMs,
    ...(options.maxConnectionAgeGraceMs !== undefined && {
      'grpc.max_connection_age_grace_ms': options.maxConnectionAgeGraceMs,
    }),
    interceptors,
    ...options.grpcOptions,
  };
}

/**
 * Compiles the rules of each method in the background, one a turn, so that neither the start nor
 * the first caller waits for it (some 100 ms in all).
 */
function warmUpLater(warmUps: (() => void)[], logger: ResolvedServerOptions['logger']): void {
  const [next, ...others] = warmUps;
  if (next === undefined) return;
  setImmediate(() => {
    try {
      next();
    } catch (error) {
      logger.error({ error }, 'a rule of the contract cannot be used');
    }
    warmUpLater(others, logger);
  }).unref();
}
