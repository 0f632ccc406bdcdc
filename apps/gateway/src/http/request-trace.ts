import type { IncomingMessage } from 'node:http';
import {
  findTracingSettings,
  parseTraceparent,
  startServedSpan,
  withBaggage,
  type TracingSettings,
} from '@ballast/tracing';
import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { createTraceId } from './trace-id.ts';

/** Asked all the time, by machines, and of no interest to anybody when all is well. */
const probes = new Set(['/livez', '/readyz']);

/** One HTTP request: the root of a trace, or a part of its caller's. Attribute names: HTTP, stable. */
export class RequestTrace {
  /** Of the trace, which is named in problem details and in the log. */
  readonly traceId: string;
  /** What the route runs in. */
  readonly context: Context;
  readonly #span: Span | undefined;
  readonly #method: string;
  readonly #settings: TracingSettings;
  readonly #startedAtMs = performance.now();
  #route = '';

  constructor({ headers, method = 'GET', url = '/' }: IncomingMessage) {
    this.#settings = findTracingSettings();
    this.#method = method;
    const header = headers['traceparent'];
    const caller = typeof header === 'string' ? parseTraceparent(header) : undefined;
    const parent = caller === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, caller);
    const [path = '/'] = url.split('?');
    if (probes.has(path)) {
      this.context = parent;
      this.traceId = caller?.traceId ?? createTraceId();
      return;
    }
    const span = startServedSpan(this.#settings, method, { kind: SpanKind.SERVER }, caller);
    const { traceId } = span.spanContext();
    this.#span = span;
    this.context = trace.setSpan(this.#withBaggage(parent, headers['baggage']), span);
    this.traceId = isSpanContextValid(span.spanContext()) ? traceId : createTraceId();
    if (span.isRecording()) {
      span.setAttribute('http.request.method', method);
      span.setAttribute('url.scheme', 'http');
      span.setAttribute('url.path', path.slice(0, 256));
    }
  }

  #withBaggage(context: Context, header: string | string[] | undefined): Context {
    const isSent = this.#settings.propagators.includes('baggage');
    return withBaggage(context, isSent ? header?.toString() : undefined);
  }

  /** The request has found its route, which names it: there are few of those. */
  routed(route: string | undefined): void {
    this.#route = route ?? '';
    if (route === undefined || this.#span?.isRecording() !== true) return;
    this.#span.updateName(`${this.#method} ${route}`);
    this.#span.setAttribute('http.route', route);
  }

  /** Which order it is about: by it the trace is found. */
  aboutOrder(orderId: string, state: string): void {
    if (this.#span?.isRecording() !== true) return;
    this.#span.setAttribute('ballast.order.id', orderId);
    this.#span.setAttribute('ballast.order.state', state);
  }

  /**
   * @param status undefined where the caller left before any answer. That counts as an error: who
   * gives up on a shop that hangs has been failed by it, and its patience is not known here.
   */
  end(status: number | undefined, isWhole: boolean): void {
    const span = this.#span;
    if (span === undefined) return;
    const answer = status === undefined ? {} : { 'http.response.status_code': status };
    const error = findError(status);
    const failure = error === undefined ? {} : { 'error.type': error };
    const seconds = (performance.now() - this.#startedAtMs) / 1000;
    this.#settings.metrics
      .histogram('http.server.request.duration', {
        'http.request.method': this.#method,
        'http.route': this.#route,
        'url.scheme': 'http',
        ...answer,
        ...failure,
      })
      .record(seconds, span.isRecording() ? span.spanContext() : undefined);
    if (span.isRecording()) {
      span.setAttributes({ ...answer, ...failure });
      if (!isWhole) span.setAttribute('ballast.caller_gone', true);
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }
}

/** By the semantic conventions `error.type` is the status code, or a word where there is none. */
function findError(status: number | undefined): string | undefined {
  if (status === undefined) return 'caller_gone';
  return status >= 500 ? String(status) : undefined;
}
