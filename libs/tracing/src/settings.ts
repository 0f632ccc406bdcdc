import {
  context,
  trace,
  type ContextManager,
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanOptions,
} from '@opentelemetry/api';
import type { MetricSink } from './metrics/metric-sink.ts';
import { MetricStore } from './metrics/metric-store.ts';
import { parseStability, type Stability } from './names/stability.ts';
import type { Propagator } from './propagation/trace-headers.ts';

/** A call that was not sampled, told at its end: enough to write its span after all. */
export interface UnsampledCall {
  readonly name: string;
  readonly kind: SpanKind;
  readonly span: SpanContext;
  readonly parent: SpanContext | undefined;
  /** Of `performance.now()`. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly attributes: Attributes;
  readonly isError: boolean;
  /** What the status says of it; may be empty for an error, too. */
  readonly error: string;
}

/** Keeps calls that turn out to be worth it, though nobody sampled them. */
export interface CallKeeper {
  /** Calls that took so long are told, in milliseconds; those that failed are in any case. */
  readonly slowMs: number;
  keep(call: UnsampledCall): void;
}

export type CallSpanOptions = Pick<SpanOptions, 'kind' | 'links'>;

/** As much of the API's `Tracer` as calls ask for. */
export interface SpanStarter {
  startSpan(name: string, options: CallSpanOptions, within: Context): Span;
}

/** What all traced calls of a process have in common. */
export interface TracingSettings {
  readonly tracer: SpanStarter;
  readonly metrics: MetricSink;
  /**
   * The tracer never samples what its parent has not: then it is not even asked. Default: false, it
   * is asked for every span.
   */
  readonly isParentBased: boolean;
  /**
   * Where it goes by the parent: whether a call that begins a trace is sampled, asked once for each.
   * The tracer must then sample every call without a parent that it is asked for. Default: the tracer
   * decides.
   */
  readonly isSampled: (() => boolean) | undefined;
  /**
   * Whom to ask for the context of the moment. Default: the API, which looks for its manager each
   * time; whoever has registered one may name it here.
   */
  readonly contexts: Pick<ContextManager, 'active' | 'with'>;
  /** Default: what `OTEL_SEMCONV_STABILITY_OPT_IN` says, else `rpc`. */
  readonly stability: Stability;
  /** What is sent along. Default: `tracecontext` and `baggage`, as OpenTelemetry has it. */
  readonly propagators: readonly Propagator[];
  /** Default: nobody, what is not sampled is gone. */
  readonly keeper: CallKeeper | undefined;
}

// The register is the process's, not the module's: a program may have loaded this library twice, as
// a module and from CommonJS, and a client made by one has to follow what the other was told.
const key = Symbol.for('ballast.tracing.settings.1');
const register = globalThis as { [key]?: TracingSettings };

/** In force for clients and servers that are made from now on. */
export function findTracingSettings(): TracingSettings {
  return (register[key] ??= {
    // A proxy: whichever provider is registered, and whenever, is the one that is asked.
    tracer: trace.getTracer('@ballast/tracing'),
    metrics: new MetricStore(),
    contexts: context,
    isParentBased: false,
    isSampled: undefined,
    stability: parseStability(process.env['OTEL_SEMCONV_STABILITY_OPT_IN']),
    propagators: ['tracecontext', 'baggage'],
    keeper: undefined,
  });
}

/**
 * Changes them; before the first client or server is made. Fields that are not given stay.
 *
 * @returns puts back what was in force.
 */
export function configureTracing(settings: Partial<TracingSettings>): () => void {
  const before = findTracingSettings();
  register[key] = { ...before, ...settings };
  return () => {
    register[key] = before;
  };
}
