import type { CallKeeper, SpanStarter } from '@ballast/tracing';
import type { TracerProvider } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { createSpanExporter } from '../export/create-exporters.ts';
import { ExportQueue } from '../export/export-queue.ts';
import { queueOptions } from '../export/queue-options.ts';
import type { TelemetrySettings } from '../settings/telemetry-schema.ts';
import { CallTracer } from './call-tracer.ts';
import { createLot, createSampler } from './create-sampler.ts';
import { KeptSpan } from './kept-span.ts';
import { passingTracerProvider } from './passing-tracer.ts';
import { QueueSpanProcessor } from './queue-span-processor.ts';

export interface Tracing {
  /** For whoever makes spans of its own. */
  readonly provider: TracerProvider;
  /** For calls, which are sampled before they ask. */
  readonly tracer: SpanStarter;
  /** Of a call that begins a trace; undefined where the tracer decides. */
  readonly isSampled: (() => boolean) | undefined;
  /** Undefined where spans go nowhere; then none is written. */
  readonly queue: ExportQueue<ReadableSpan> | undefined;
  readonly keeper: CallKeeper | undefined;
}

const NAME = '@ballast/tracing';

/** Longest wait for what is in the queue, when the provider itself is asked to flush. */
const FLUSH_MS = 5000;

export async function createTracing(
  settings: TelemetrySettings,
  resource: Resource,
): Promise<Tracing> {
  const isOff = settings.otelSdkDisabled === 'true';
  const exporter = isOff ? undefined : await createSpanExporter(settings);
  if (exporter === undefined) {
    const tracer = passingTracerProvider.getTracer(NAME);
    const provider = passingTracerProvider;
    return { provider, tracer, isSampled: () => false, queue: undefined, keeper: undefined };
  }
  const queue = new ExportQueue({ ...queueOptions(settings), exporter });
  const provider = new BasicTracerProvider({
    resource,
    sampler: createSampler(settings),
    spanProcessors: [new QueueSpanProcessor(queue, FLUSH_MS)],
  });
  const isSampled = createLot(settings);
  const tracer =
    isSampled === undefined
      ? provider.getTracer(NAME)
      : new CallTracer(NAME, resource, (span) => queue.add(span));
  const keeper: CallKeeper = {
    slowMs: settings.keptSlowMs,
    keep: (call) => queue.add(new KeptSpan(call, resource)),
  };
  // Who says that nothing is to be written means it.
  return {
    ...{ provider, queue, isSampled, tracer },
    keeper: settings.tracesSampler === 'always_off' ? undefined : keeper,
  };
}
