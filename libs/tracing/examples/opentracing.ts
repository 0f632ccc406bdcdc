// A program that still speaks OpenTracing, its spans in the same trace as the calls that Ballast's
// client makes: node libs/tracing/examples/opentracing.ts
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { TracerShim } from '@opentelemetry/shim-opentracing';
import { Tags, type Tracer } from 'opentracing';
import { traceClientCall, TracedClientMethod } from '@ballast/tracing';

const memory = new InMemorySpanExporter();
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] }),
);

// What the old code gets instead of its former tracer.
const tracer: Tracer = new TracerShim(trace.getTracer('legacy'));

const span = tracer.startSpan('checkout', { tags: { [Tags.COMPONENT]: 'legacy' } });
// OpenTracing has no active span of its own, so the bridge is one line: the shim's span is one of
// OpenTelemetry's inside.
const inner = (span as unknown as { getSpan(): Parameters<typeof trace.setSpan>[1] }).getSpan();
context.with(trace.setSpan(context.active(), inner), () => {
  const call = traceClientCall(new TracedClientMethod('/shop.Stock/Reserve', 'static:///stock'));
  call.end(0, 'OK', performance.now());
});
span.finish();

const [call, checkout] = memory.getFinishedSpans();
console.log(`${call?.name} is a child of ${checkout?.name}:`);
console.log(call?.parentSpanContext?.spanId === checkout?.spanContext().spanId);
