// On plain grpc-js
export { createTracingInterceptor } from './interceptors/client-interceptor.ts';
export { createTracingServerInterceptor } from './interceptors/server-interceptor.ts';

// For whoever assembles clients and servers without interceptors
export { TracedClientMethod } from './calls/traced-client-method.ts';
export { TracedServerMethod } from './calls/traced-server-method.ts';
export { attemptObserver } from './calls/attempt-observer.ts';
export { traceClientCall } from './calls/client-call-trace.ts';
export { traceServerCall } from './calls/server-call-trace.ts';
export { startServedSpan } from './calls/start-span.ts';

// What a process has in common
export { configureTracing, findTracingSettings } from './settings.ts';
export { findTraceContext, findTraceFields, findTraceId } from './context/trace-fields.ts';
export { createSpanId, createTraceId } from './context/random-ids.ts';
export { findTraceparent, linkActiveSpan, runLinked } from './context/linked-work.ts';
export { parseStability } from './names/stability.ts';

// Propagation
export { PROPAGATORS, readTrace, writeTrace } from './propagation/trace-headers.ts';
export { formatTraceparent, parseTraceparent } from './propagation/traceparent.ts';
export { decodeTraceBin, encodeTraceBin } from './propagation/trace-bin.ts';
export { withBaggage } from './propagation/baggage.ts';

// Metrics
export { instruments } from './metrics/instruments.ts';
export { MetricStore } from './metrics/metric-store.ts';
export { MeterSink } from './metrics/meter-sink.ts';

// Types
export type { TraceContext } from './context/trace-fields.ts';
export type { AttemptListener, PlacedAttempt } from './calls/attempt-trace.ts';
export type {
  CallKeeper,
  CallSpanOptions,
  SpanStarter,
  TracingSettings,
  UnsampledCall,
} from './settings.ts';
export type { ClientCallTrace } from './calls/client-call-trace.ts';
export type { CollectedMetric } from './metrics/metric-store.ts';
export type { CounterSeries, HistogramSeries, MetricSink, Observe } from './metrics/metric-sink.ts';
export type { Exemplar, HistogramValues } from './metrics/histogram-values.ts';
export type { Instrument, InstrumentKind } from './metrics/instrument.ts';
export type { InstrumentName } from './metrics/instruments.ts';
export type { Propagator } from './propagation/trace-headers.ts';
export type { ServerCallTrace } from './calls/server-call-trace.ts';
export type { Stability } from './names/stability.ts';
export type { TracingInterceptorOptions } from './interceptors/client-interceptor.ts';
