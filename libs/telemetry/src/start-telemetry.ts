import { findIgnored } from '@ballast/config';
import { createLogger, type Logger, type LogLevel } from '@ballast/logging';
import { processState } from '@ballast/state';
import { configureTracing, findTraceFields, MetricStore, parseStability } from '@ballast/tracing';
import { context, propagation, trace } from '@opentelemetry/api';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { ScopeContextManager } from './context/scope-context-manager.ts';
import { observeQueues } from './export/observe-queues.ts';
import { createLogQueue } from './logs/create-log-queue.ts';
import { observeProcess } from './metrics/observe-process.ts';
import { startMetrics } from './metrics/start-metrics.ts';
import { createResource, nameInstance } from './settings/resource.ts';
import { telemetrySchema, type TelemetrySettings } from './settings/telemetry-schema.ts';
import { createTracing } from './traces/create-tracing.ts';

export interface TelemetryOptions extends TelemetrySettings {
  /** Lines below this level are not written. */
  readonly logLevel: LogLevel;
}

/** What a program sees of it. Disposing of it sends what is there, within some seconds. */
export interface Telemetry extends AsyncDisposable {
  /** Its lines carry the trace that they are written in. */
  readonly logger: Logger;
  /** Where metrics can be scraped; undefined where they are sent, or go nowhere. */
  readonly scrapeUrl: string | undefined;
}

/** The longest that the end of a program waits for a receiver. */
const CLOSE_MS = 3000;

interface Running {
  readonly telemetry: Omit<Telemetry, 'logger'>;
  readonly onLine: ((line: string) => void) | undefined;
  users: number;
}

let running: Promise<Running> | undefined;

/** The end of the former one: it unregisters itself, and would take a new one along. */
let closed: Promise<void> = Promise.resolve();

/**
 * Traces, metrics and logs of this process, by the variables of `telemetrySchema`. To be called
 * before the first client or server is made, and once; programs that share a process share what the
 * first one has started, and say its name.
 *
 * @throws Error where metrics are to be scraped at an address that cannot be listened on.
 */
export async function startTelemetry(
  serviceName: string,
  options: TelemetryOptions,
): Promise<Telemetry> {
  running ??= closed
    .then(() => start(serviceName, options))
    .catch((error: unknown) => {
      running = undefined;
      throw error;
    });
  const joined = running;
  const shared = await joined;
  // Its last user has left meanwhile.
  if (joined !== running) return startTelemetry(serviceName, options);
  shared.users += 1;
  let isDisposed = false;
  return {
    logger: createLogger({
      service: options.otelServiceName ?? serviceName,
      level: options.logLevel,
      fields: findTraceFields,
      onLine: shared.onLine,
    }),
    scrapeUrl: shared.telemetry.scrapeUrl,
    [Symbol.asyncDispose]: async () => {
      if (isDisposed) return;
      isDisposed = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      running = undefined;
      const closing = shared.telemetry[Symbol.asyncDispose]();
      closed = Promise.resolve(closing).catch(() => undefined);
      await closing;
    },
  };
}

async function start(serviceName: string, options: TelemetryOptions): Promise<Running> {
  const resource = createResource(serviceName, options);
  const store = new MetricStore();
  const [tracing, logs] = await Promise.all([
    createTracing(options, resource),
    options.otelSdkDisabled === 'true' ? undefined : createLogQueue(options, resource),
  ]);
  const onLine = logs === undefined ? undefined : (line: string) => logs.add(line);
  const logger = createLogger({ service: serviceName, level: options.logLevel, onLine });
  for (const ignored of findIgnored(process.env, telemetrySchema)) {
    logger.warn({ ...ignored }, `${ignored.variable} is not understood, and ignored`);
  }
  const metrics = await startMetrics(store, options, resource, logger);
  const contexts = new ScopeContextManager();
  const ends = [
    registerApi(tracing.provider, contexts),
    configureTracing({
      contexts,
      tracer: tracing.tracer,
      isSampled: tracing.isSampled,
      metrics: store,
      keeper: tracing.keeper,
      isParentBased: options.tracesSampler.startsWith('parentbased_'),
      propagators: options.propagators,
      stability: parseStability(options.semconvOptIn),
    }),
    observeProcess(store),
    observeQueues(store, { traces: tracing.queue, logs }),
    nameProcess(nameInstance(resource)),
  ];
  if (options.tracesExporter === 'jaeger') {
    logger.warn({}, 'OTEL_TRACES_EXPORTER=jaeger is deprecated: Jaeger itself takes otlp');
  }
  const telemetry: Omit<Telemetry, 'logger'> = {
    scrapeUrl: metrics.scrapeUrl,
    [Symbol.asyncDispose]: async () => {
      try {
        await Promise.all([
          tracing.queue?.close(CLOSE_MS),
          logs?.close(CLOSE_MS),
          metrics[Symbol.asyncDispose](),
        ]);
      } finally {
        for (const end of ends) end();
      }
    },
  };
  return { telemetry, onLine, users: 0 };
}

/** For code that speaks to the API itself, spans of its own in a handler, say. */
function registerApi(
  provider: ReturnType<typeof trace.getTracerProvider>,
  contexts: ScopeContextManager,
): () => void {
  context.setGlobalContextManager(contexts);
  trace.setGlobalTracerProvider(provider);
  const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
  propagation.setGlobalPropagator(new CompositePropagator({ propagators }));
  return () => {
    context.disable();
    trace.disable();
    propagation.disable();
  };
}

/** The admin service says the same name, so that who hears both knows that they are of one process. */
function nameProcess(name: string): () => void {
  processState.instance = name;
  return () => void (processState.instance = '');
}
