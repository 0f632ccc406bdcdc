// A client and its server in one process, traced in one way, that answers how much processor time so
// many calls have taken: node tools/bench/src/tracing/pair.ts <way> <sampled|unsampled>
import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { CallTracer } from '@ballast/telemetry';
import { configureTracing } from '@ballast/tracing';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { Way } from './ways.ts';

const IN_FLIGHT = 16;
const [way = 'bare', sampling = 'sampled'] = process.argv.slice(2) as [Way, string];

if (!way.startsWith('bare') && way !== 'assembled, no spans') {
  const exporter: SpanExporter = {
    // What writing them out costs is the exporter's, and the same for all.
    export: (_spans, done) => done({ code: 0 }),
    shutdown: () => Promise.resolve(),
  };
  const isSampled = sampling === 'sampled';
  const spans = new BatchSpanProcessor(exporter, { maxQueueSize: 100_000 });
  const provider = new BasicTracerProvider({
    sampler: isSampled ? new AlwaysOnSampler() : new AlwaysOffSampler(),
    spanProcessors: [spans],
  });
  const contexts = new AsyncLocalStorageContextManager();
  context.setGlobalContextManager(contexts);
  trace.setGlobalTracerProvider(provider);
  const name = '@ballast/tracing';
  // Who has plain grpc-js has an SDK of his own; the others have what @ballast/telemetry starts.
  const tracer =
    way === 'interceptors'
      ? provider.getTracer(name)
      : new CallTracer(name, resourceFromAttributes({}), (span) => spans.onEnd(span));
  configureTracing({ tracer, contexts, isParentBased: true, isSampled: () => isSampled });
  if (way === 'instrumentation-grpc') {
    const instrumentation = new GrpcInstrumentation();
    instrumentation.setTracerProvider(provider);
    instrumentation.enable();
    // It patches what is required after it, and only that.
    createRequire(import.meta.url)('@grpc/grpc-js');
  }
}

const { ways } = await import('./ways.ts');
const call = await ways[way]();

process.on('message', (calls: number) => {
  void run(calls).then((micros) => process.send?.(micros));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');

async function run(calls: number): Promise<number> {
  const before = process.cpuUsage();
  let left = calls;
  const work = async (): Promise<void> => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}
