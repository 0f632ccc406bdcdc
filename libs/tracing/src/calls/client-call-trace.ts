import type { Metadata, MetadataOptions } from '@grpc/grpc-js';
import {
  INVALID_TRACEID,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { ContextWithSpan } from '../context/context-with-span.ts';
import * as names from '../names/span-attributes.ts';
import { isServerError } from '../names/status-name.ts';
import { writeBaggage } from '../propagation/baggage.ts';
import { writeTrace } from '../propagation/trace-headers.ts';
import {
  AttemptTrace,
  countPrevious,
  type AttemptOwner,
  type PlacedAttempt,
} from './attempt-trace.ts';
import { endSpan, statusAttributes } from './span-end.ts';
import { startCallSpan } from './start-span.ts';
import type { TracedClientMethod } from './traced-client-method.ts';

const mark: unique symbol = Symbol.for('ballast.tracing.call');

interface MarkedOptions extends MetadataOptions {
  [mark]?: ClientCallTrace;
}

/** The call that a metadata belongs to: its options go with it into every attempt's copy. */
export function findMarkedCall(metadata: Metadata): ClientCallTrace | undefined {
  return (metadata.getOptions() as MarkedOptions)[mark];
}

/**
 * One call as its caller sees it, retries and hedges included. Sampling is decided once, as it
 * begins: what is not sampled has no attributes and no spans of attempts, and its ids go on.
 */
export class ClientCallTrace implements AttemptOwner {
  readonly method: TracedClientMethod;
  readonly isRecording: boolean;
  readonly startedAtMs: number;
  readonly span: Span;
  readonly spanContext: SpanContext;
  readonly #parent: Context;
  #attemptParent: Context | undefined;
  /** Chosen, and not begun. */
  #waiting: AttemptTrace[] = none;
  /** Bits: attempts with this number have begun. */
  #begun = 0;
  #underWay = 0;
  #idleSinceMs = NaN;
  #idleMs = 0;
  #firstMessageMs = NaN;
  #hasEnded = false;
  attempts = 0;
  transparentRetries = 0;
  hedges = 0;
  sentMessages = 0;
  sentBytes = 0;
  receivedMessages = 0;
  receivedBytes = 0;

  constructor(method: TracedClientMethod, parent: Context, nowMs: number) {
    this.method = method;
    this.startedAtMs = nowMs;
    this.#parent = parent;
    this.span = startCallSpan(method.settings, method.name, method.spanOptions, parent);
    this.spanContext = this.span.spanContext();
    this.isRecording = this.span.isRecording();
    if (this.isRecording) this.span.setAttributes(method.attributes);
  }

  /** Lets the trace go on with the call. The metadata, with its options, must be the call's own. */
  decorate(metadata: Metadata): void {
    const { propagators } = this.method.settings;
    if (this.spanContext.traceId !== INVALID_TRACEID) {
      writeTrace(metadata, this.spanContext, propagators);
    }
    if (propagators.includes('baggage')) writeBaggage(metadata, this.#parent);
    const options: MarkedOptions = metadata.getOptions();
    options[mark] = this;
  }

  /** The state of the breaker that was asked. */
  guardedBy(state: string): void {
    if (this.isRecording) this.span.setAttribute(names.BREAKER_STATE, state);
  }

  /** The call is not made. */
  refusedBy(reason: string): void {
    if (this.isRecording) this.span.setAttribute(names.REFUSED_BY, reason);
  }

  messageSent(bytes: number): void {
    this.sentMessages += 1;
    this.sentBytes += bytes;
  }

  messageReceived(bytes: number): void {
    if (this.receivedMessages === 0 && this.isRecording) {
      this.#firstMessageMs = performance.now() - this.startedAtMs;
    }
    this.receivedMessages += 1;
    this.receivedBytes += bytes;
  }

  /** An endpoint was chosen for an attempt, whose metadata it is. */
  placeAttempt(placed: PlacedAttempt): AttemptTrace {
    const { metrics } = this.method;
    metrics.picks(placed.reason).add(1);
    const number = countPrevious(placed.metadata);
    // A pick that was in vain (its connection was lost meanwhile) is followed by another.
    const attempt = this.#findWaiting(number) ?? this.#createAttempt(number);
    if (this.isRecording) {
      this.#attemptParent ??= new ContextWithSpan(this.#parent, this.span);
      attempt.describe(placed, this.#attemptParent);
      writeTrace(placed.metadata, attempt.spanContext!, this.method.settings.propagators);
    }
    return attempt;
  }

  attemptStarted(attempt: AttemptTrace, nowMs: number): void {
    this.#waiting =
      this.#waiting.length === 1 ? none : this.#waiting.filter((one) => one !== attempt);
    this.method.metrics.attemptsStarted.add(1);
    this.#begun |= 1 << attempt.number;
    if (attempt.isTransparent) this.transparentRetries += 1;
    else if (attempt.isHedge) this.hedges += 1;
    if (this.#underWay === 0 && this.attempts > 0) this.#idleMs += nowMs - this.#idleSinceMs;
    this.attempts += 1;
    this.#underWay += 1;
  }

  attemptEnded(nowMs: number): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#idleSinceMs = nowMs;
  }

  /** The call is over. Only the first time counts. */
  end(code: number, details: string, nowMs: number): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const attempt of this.#waiting) attempt.abandon(code);
    this.#measure(code, nowMs);
    if (this.isRecording) this.#endSpan(code, details);
    else if (this.spanContext.traceId !== INVALID_TRACEID) this.#offer(code, details, nowMs);
  }

  #findWaiting(number: number): AttemptTrace | undefined {
    for (const attempt of this.#waiting) if (attempt.number === number) return attempt;
    return undefined;
  }

  #createAttempt(number: number): AttemptTrace {
    // grpc-js counts what the service config repeats; what has the same number it did by itself.
    const isTransparent = (this.#begun & (1 << number)) !== 0;
    const isHedge = !isTransparent && this.#underWay + this.#waiting.length > 0;
    const attempt = new AttemptTrace(this, number, isTransparent, isHedge);
    this.#waiting = [...this.#waiting, attempt];
    return attempt;
  }

  #measure(code: number, nowMs: number): void {
    const { metrics } = this.method;
    const { callDuration, rpcDuration } = metrics.ended(code);
    const seconds = (nowMs - this.startedAtMs) / 1000;
    const example = this.isRecording ? this.spanContext : undefined;
    callDuration.record(seconds, example);
    rpcDuration.record(seconds, example);
    const repeats = Math.max(0, this.attempts - 1 - this.hedges - this.transparentRetries);
    metrics.retries.record(repeats, example);
    metrics.hedges.record(this.hedges, example);
    metrics.transparentRetries.record(this.transparentRetries, example);
    metrics.retryDelay.record(this.#idleMs / 1000, example);
  }

  #endSpan(code: number, details: string): void {
    const { span } = this;
    span.setAttribute(names.ATTEMPTS, this.attempts);
    span.setAttribute(names.MESSAGES_SENT, this.sentMessages);
    span.setAttribute(names.MESSAGES_RECEIVED, this.receivedMessages);
    if (this.receivedMessages > 0) span.setAttribute(names.FIRST_MESSAGE_MS, this.#firstMessageMs);
    endSpan(span, code, details, code !== 0, this.method.settings.stability);
  }

  #offer(code: number, details: string, nowMs: number): void {
    const { keeper, stability } = this.method.settings;
    if (keeper === undefined) return;
    if (!isServerError(code) && nowMs - this.startedAtMs < keeper.slowMs) return;
    keeper.keep({
      name: this.method.name,
      kind: this.method.spanOptions.kind,
      span: this.spanContext,
      parent: trace.getSpanContext(this.#parent),
      startedAtMs: this.startedAtMs,
      endedAtMs: nowMs,
      attributes: {
        ...this.method.attributes,
        ...statusAttributes(code, code !== 0, stability),
        [names.ATTEMPTS]: this.attempts,
      },
      isError: code !== 0,
      error: code === 0 ? '' : details,
    });
  }
}

const none: AttemptTrace[] = [];

/** Begins the trace of a call that is made. @param nowMs of `performance.now()`. */
export function traceClientCall(
  method: TracedClientMethod,
  nowMs = performance.now(),
  parent: Context = method.settings.contexts.active(),
): ClientCallTrace {
  return new ClientCallTrace(method, parent, nowMs);
}
