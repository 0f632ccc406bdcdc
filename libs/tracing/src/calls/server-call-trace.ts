import type { Metadata } from '@grpc/grpc-js';
import { ROOT_CONTEXT, type Context, type Span, type SpanContext } from '@opentelemetry/api';
import { ContextWithSpan } from '../context/context-with-span.ts';
import { readBaggage, withBaggage } from '../propagation/baggage.ts';
import { readTrace } from '../propagation/trace-headers.ts';
import * as names from '../names/span-attributes.ts';
import { isServerError } from '../names/status-name.ts';
import { endSpan, statusAttributes } from './span-end.ts';
import { startServedSpan } from './start-span.ts';
import type { TracedServerMethod } from './traced-server-method.ts';

/** One call being served. */
export class ServerCallTrace {
  readonly method: TracedServerMethod;
  readonly isRecording: boolean;
  readonly startedAtMs: number;
  /** What the handler runs in: calls that it makes are children of this one. */
  readonly context: Context;
  readonly span: Span;
  readonly #caller: SpanContext | undefined;
  #firstMessageMs = NaN;
  #hasEnded = false;
  sentMessages = 0;
  sentBytes = 0;
  receivedMessages = 0;
  receivedBytes = 0;

  constructor(method: TracedServerMethod, metadata: Metadata, nowMs: number) {
    const caller = readTrace(metadata);
    this.method = method;
    this.startedAtMs = nowMs;
    this.#caller = caller;
    this.span = startServedSpan(method.settings, method.name, method.spanOptions, caller);
    this.isRecording = this.span.isRecording();
    const carried = method.settings.propagators.includes('baggage')
      ? withBaggage(ROOT_CONTEXT, readBaggage(metadata))
      : ROOT_CONTEXT;
    this.context = new ContextWithSpan(carried, this.span);
    method.metrics.started.add(1);
    if (this.isRecording) this.#describe(metadata);
  }

  /** Runs what tells the handler of its call, in the call's context. */
  run<Listener, Told>(
    tell: (listener: Listener, told: Told) => void,
    listener: Listener,
    told: Told,
  ): void {
    this.method.settings.contexts.with(this.context, tell, undefined, listener, told);
  }

  /** Who asks; read for sampled calls alone. */
  from(peer: () => string): void {
    if (!this.isRecording) return;
    const address = peer();
    const colon = address.lastIndexOf(':');
    this.span.setAttribute(names.PEER_ADDRESS, colon < 0 ? address : address.slice(0, colon));
    const port = Number(address.slice(colon + 1));
    if (colon >= 0 && Number.isInteger(port)) this.span.setAttribute(names.PEER_PORT, port);
  }

  /** The server's own protection refuses the call. */
  refusedBy(reason: string): void {
    if (this.isRecording) this.span.setAttribute(names.REFUSED_BY, reason);
  }

  messageSent(bytes: number): void {
    if (this.sentMessages === 0 && this.isRecording) {
      this.#firstMessageMs = performance.now() - this.startedAtMs;
    }
    this.sentMessages += 1;
    this.sentBytes += bytes;
  }

  messageReceived(bytes: number): void {
    this.receivedMessages += 1;
    this.receivedBytes += bytes;
  }

  /** The call is over. Only the first time counts. */
  end(code: number, details: string, nowMs: number): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const { metrics, settings } = this.method;
    const series = metrics.ended(code);
    const seconds = (nowMs - this.startedAtMs) / 1000;
    const example = this.isRecording ? this.span.spanContext() : undefined;
    series.callDuration.record(seconds, example);
    series.rpcDuration.record(seconds, example);
    series.sentBytes.record(this.sentBytes, example);
    series.receivedBytes.record(this.receivedBytes, example);
    if (!this.isRecording) {
      if (settings.keeper !== undefined) this.#offer(code, details, nowMs);
      return;
    }
    const { span } = this;
    span.setAttribute(names.MESSAGES_SENT, this.sentMessages);
    span.setAttribute(names.MESSAGES_RECEIVED, this.receivedMessages);
    if (this.sentMessages > 0) span.setAttribute(names.FIRST_MESSAGE_MS, this.#firstMessageMs);
    endSpan(span, code, details, isServerError(code), settings.stability);
  }

  #describe(metadata: Metadata): void {
    this.span.setAttributes(this.method.attributes);
    const [previous] = metadata.get('grpc-previous-rpc-attempts');
    if (typeof previous === 'string') {
      this.span.setAttribute(names.PREVIOUS_ATTEMPTS, Number(previous) || 0);
    }
  }

  #offer(code: number, details: string, nowMs: number): void {
    const { keeper, stability } = this.method.settings;
    const isError = isServerError(code);
    if (keeper === undefined || (!isError && nowMs - this.startedAtMs < keeper.slowMs)) return;
    keeper.keep({
      name: this.method.name,
      kind: this.method.spanOptions.kind,
      span: this.span.spanContext(),
      parent: this.#caller,
      startedAtMs: this.startedAtMs,
      endedAtMs: nowMs,
      attributes: { ...this.method.attributes, ...statusAttributes(code, isError, stability) },
      isError,
      error: isError ? details : '',
    });
  }
}

/** Begins the trace of a call that has arrived. @param nowMs of `performance.now()`. */
export function traceServerCall(
  method: TracedServerMethod,
  metadata: Metadata,
  nowMs = performance.now(),
): ServerCallTrace {
  return new ServerCallTrace(method, metadata, nowMs);
}
