import type { Metadata } from '@grpc/grpc-js';
import type { Context, Span, SpanContext } from '@opentelemetry/api';
import * as names from '../names/span-attributes.ts';
import { endSpan } from './span-end.ts';
import type { TracedClientMethod } from './traced-client-method.ts';

const CANCELLED = 1;

/** An endpoint that was chosen for an attempt; read at once, for the object is used again. */
export interface PlacedAttempt {
  /** The attempt's own copy. */
  readonly metadata: Metadata;
  /** Such as `10.0.0.7:50051`. */
  readonly address: string;
  /** The balancing policy, and what decided. */
  readonly policy: string;
  readonly reason: string;
  /** Of the endpoint: attempts under way before this one, and what the policy expects of it. */
  readonly inFlight: number;
  readonly latencyMs: number | null;
  /** Of the channel. */
  readonly endpointsReady: number;
  readonly endpointsEjected: number;
}

/** Told what becomes of it. Times are of `performance.now()`. */
export interface AttemptListener {
  attemptStarted(nowMs: number): void;
  attemptEnded(code: number, details: string, nowMs: number): void;
}

/** The call that it is an attempt of. */
export interface AttemptOwner {
  readonly method: TracedClientMethod;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  attemptStarted(attempt: AttemptTrace, nowMs: number): void;
  attemptEnded(nowMs: number): void;
}

/** One attempt, from the choice of its endpoint to its status. */
export class AttemptTrace implements AttemptListener {
  readonly #call: AttemptOwner;
  /** As `grpc-previous-rpc-attempts` says. */
  readonly number: number;
  readonly isTransparent: boolean;
  readonly isHedge: boolean;
  #span: Span | undefined;
  #startedAtMs = NaN;

  constructor(call: AttemptOwner, number: number, isTransparent: boolean, isHedge: boolean) {
    this.#call = call;
    this.number = number;
    this.isTransparent = isTransparent;
    this.isHedge = isHedge;
  }

  get spanContext(): SpanContext | undefined {
    return this.#span?.spanContext();
  }

  /** Begins the span, or says of the one that has begun that it goes elsewhere. */
  describe(placed: PlacedAttempt, parent: Context): void {
    const { method } = this.#call;
    const { tracer } = method.settings;
    this.#span ??= tracer.startSpan(method.attemptName, method.spanOptions, parent);
    const span = this.#span;
    const { host, port } = splitAddress(placed.address);
    span.setAttributes(method.attemptAttributes);
    span.setAttribute(names.PREVIOUS_ATTEMPTS, this.number);
    span.setAttribute(names.TRANSPARENT_RETRY, this.isTransparent);
    if (this.isHedge) span.setAttribute(names.HEDGE, true);
    span.setAttribute(names.SERVER_ADDRESS, host);
    if (port !== undefined) span.setAttribute(names.SERVER_PORT, port);
    span.setAttribute(names.PICK_POLICY, placed.policy);
    span.setAttribute(names.PICK_REASON, placed.reason);
    span.setAttribute(names.ENDPOINT_IN_FLIGHT, placed.inFlight);
    span.setAttribute(names.ENDPOINTS_READY, placed.endpointsReady);
    span.setAttribute(names.ENDPOINTS_EJECTED, placed.endpointsEjected);
    if (placed.latencyMs !== null) span.setAttribute(names.ENDPOINT_LATENCY_MS, placed.latencyMs);
  }

  attemptStarted(nowMs: number): void {
    this.#startedAtMs = nowMs;
    this.#call.attemptStarted(this, nowMs);
  }

  attemptEnded(code: number, details: string, nowMs: number): void {
    const call = this.#call;
    const { metrics, settings } = call.method;
    const series = metrics.ended(code);
    const example = this.spanContext;
    series.attemptDuration.record((nowMs - this.#startedAtMs) / 1000, example);
    series.sentBytes.record(call.sentBytes, example);
    series.receivedBytes.record(call.receivedBytes, example);
    call.attemptEnded(nowMs);
    if (this.#span !== undefined) {
      endSpan(this.#span, code, details, code !== 0 && code !== CANCELLED, settings.stability);
    }
  }

  /** The call has ended before the attempt could begin. */
  abandon(code: number): void {
    const { stability } = this.#call.method.settings;
    if (this.#span !== undefined) endSpan(this.#span, code, 'not begun', code !== 0, stability);
  }
}

export function countPrevious(metadata: Metadata): number {
  const [text] = metadata.get('grpc-previous-rpc-attempts');
  return typeof text === 'string' ? Number(text) || 0 : 0;
}

/** `host:port`, `[::1]:port`, or the path of a socket. */
function splitAddress(address: string): { readonly host: string; readonly port?: number } {
  const [first = address] = address.split(',');
  const colon = first.lastIndexOf(':');
  const port = Number(first.slice(colon + 1));
  if (colon < 0 || !Number.isInteger(port)) return { host: first };
  return { host: first.slice(0, colon).replace(/^\[|\]$/g, ''), port };
}
