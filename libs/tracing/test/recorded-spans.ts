import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
  type Sampler,
} from '@opentelemetry/sdk-trace-base';
import { configureTracing, MetricStore, type TracingSettings } from '../src/index.ts';

/** An SDK of a user's own, whose spans stay in memory. */
export interface RecordedSpans extends Disposable {
  readonly metrics: MetricStore;
  finished(): ReadableSpan[];
  find(name: string, role?: string): ReadableSpan[];
}

export function recordSpans(
  settings: Partial<TracingSettings> & { readonly sampler?: Sampler } = {},
): RecordedSpans {
  const { sampler, ...others } = settings;
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    ...(sampler !== undefined && { sampler }),
    spanProcessors: [new SimpleSpanProcessor(memory)],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  const metrics = new MetricStore();
  const restore = configureTracing({ tracer: provider.getTracer('test'), metrics, ...others });
  const finished = () => memory.getFinishedSpans();
  return {
    metrics,
    finished,
    find: (name, role) =>
      finished().filter(
        (span) =>
          span.name.endsWith(name) &&
          (role === undefined || span.attributes['ballast.role'] === role),
      ),
    [Symbol.dispose]: () => {
      restore();
      trace.disable();
      context.disable();
    },
  };
}
