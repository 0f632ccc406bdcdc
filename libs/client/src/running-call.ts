import type { Permit, Refusal, Waiting } from '@ballast/breaking';
import { areRetriesSpent, findObstacle, runInScope } from '@ballast/deadlines';
import type { CallScope, ScopeFollower } from '@ballast/deadlines';
import type { StatusError } from '@ballast/status';
import { traceClientCall, type ClientCallTrace, type TraceContext } from '@ballast/tracing';
import type * as grpc from '@grpc/grpc-js';
import {
  createAbortFailure,
  createObstacleFailure,
  createNoTimeFailure,
  createOrphanFailure,
  createRefusalFailure,
  createStartFailure,
  decodeFailure,
  isRefusalFailure,
} from './call-failure.ts';
import type { CallOptions } from './call-options.ts';
import type { PreparedMethod } from './prepared-method.ts';
import { QueuedCall, type OpenedCall } from './queued-call.ts';

const CANCELLED = 1;
const DEADLINE_EXCEEDED = 4;

/** Told what comes back. */
export interface CallListener {
  onMessage(message: unknown): void;
  /** The last thing told. Undefined: the call ended well. */
  onEnd(failure: StatusError | undefined): void;
}

/**
 * One call on its way, of whatever kind: begins, is aborted by its signal or with the call being
 * served, and ends exactly once.
 */
export class RunningCall implements grpc.InterceptingListener, ScopeFollower {
  /** The call being served, of which it inherits; undefined in background work. */
  readonly scope: CallScope | undefined;
  private readonly options: CallOptions;
  private readonly listener: CallListener;
  private readonly context: TraceContext | undefined;
  private method: PreparedMethod | undefined;
  private trace: ClientCallTrace | undefined;
  private call: OpenedCall | undefined;
  private permit: Permit | undefined;
  private waiting: Waiting | undefined;
  /** It had less than half of the time that is usual for the method. */
  private isCutShort = false;
  /** The steering has been told how long the call took. */
  private isObserved = false;
  /** Why the call was ended from this side, which is more than its status can tell. */
  private failure: StatusError | undefined;
  private hasEnded = false;
  private abort: (() => void) | undefined;

  /** @param context the trace that it belongs to. Default: that of the moment when it starts. */
  constructor(
    options: CallOptions,
    listener: CallListener,
    scope: CallScope | undefined,
    context?: TraceContext,
  ) {
    this.scope = scope;
    this.context = context;
    this.options = options;
    this.listener = listener;
  }

  get isOver(): boolean {
    return this.hasEnded || this.failure !== undefined;
  }

  /** Never throws: a call that cannot begin ends, later. */
  start(method: PreparedMethod): void {
    const { scope } = this;
    const { signal } = this.options;
    this.method = method;
    this.trace = traceClientCall(method.traced, performance.now(), this.context);
    try {
      if (signal?.aborted === true) throw createAbortFailure(signal.reason);
      const ownTimeoutMs = this.options.timeoutMs ?? method.findTimeoutMs();
      const timeoutMs = scope === undefined ? ownTimeoutMs : limitTimeout(scope, ownTimeoutMs);
      this.enter(method, timeoutMs);
    } catch (error) {
      this.failBelow(error);
      return;
    }
    // An interceptor may have ended it already.
    if (this.hasEnded) return;
    scope?.follow(this);
    if (signal !== undefined) {
      this.abort = () => this.cancel(createAbortFailure(signal.reason));
      signal.addEventListener('abort', this.abort, { once: true });
    }
  }

  send(message: unknown): void {
    if (!this.isOver) this.call?.sendMessage(message);
  }

  /** Resolves when the next message may be sent; never, when the call ends before. */
  sendAndWait(message: unknown): Promise<void> {
    return new Promise((resolve) => {
      this.call?.sendMessageWithContext({ callback: () => resolve() }, message);
    });
  }

  halfClose(): void {
    if (!this.isOver) this.call?.halfClose();
  }

  /** Asks for one more message. */
  read(): void {
    if (!this.isOver) this.call?.startRead();
  }

  /** Ends the call from this side; the listener is told later. */
  cancel(failure: StatusError): void {
    if (this.isOver) return;
    this.forgetSignal();
    if (this.waiting !== undefined) {
      this.waiting.cancel();
      this.failLater(failure);
      return;
    }
    this.failure = failure;
    this.call?.cancelWithStatus(failure.code, failure.message);
  }

  onScopeAborted(reason: Error): void {
    this.cancel(createOrphanFailure(reason));
  }

  onReceiveMetadata(headers: grpc.Metadata): void {
    const { onHeaders } = this.options;
    if (this.method?.respondsWithStream === true) this.observe(0, performance.now());
    // It is told where the connection was asked for, which may have been another call's scope.
    if (onHeaders !== undefined) runInScope(this.scope, onHeaders, headers);
  }

  onReceiveMessage(message: unknown): void {
    const { permit } = this;
    if (permit !== undefined && !permit.isCounted) permit.firstMessage(performance.now());
    // An interceptor may say null where no message came.
    if (!this.isOver && message !== null) this.listener.onMessage(message);
  }

  onReceiveStatus(status: grpc.StatusObject): void {
    const { scope } = this;
    const { onTrailers } = this.options;
    const nowMs = performance.now();
    const code = this.isHurried(status.code) ? CANCELLED : status.code;
    this.observe(code, nowMs);
    this.permit?.end(code, nowMs);
    if (onTrailers !== undefined) runInScope(scope, onTrailers, status.metadata);
    if (scope !== undefined && this.failure === undefined && this.hasSpentRetries(status)) {
      scope.retriesSpent = true;
    }
    this.end(this.failure ?? decodeFailure(status));
  }

  /** @throws StatusError where no time is left, or the guard of the method refuses the call. */
  private enter(method: PreparedMethod, timeoutMs: number): void {
    if (!(timeoutMs > 0)) throw createNoTimeFailure();
    this.isCutShort = timeoutMs < method.findTimeoutMs() / 2;
    const deadline = Date.now() + timeoutMs;
    const nowMs = performance.now();
    const entry = method.guard.tryEnter(nowMs);
    if (this.trace?.isRecording === true) this.trace.guardedBy(method.guard.state);
    if (entry.kind !== 'waiting') {
      this.open(entry, method, deadline);
      return;
    }
    const queue = new QueuedCall();
    this.call = queue;
    this.waiting = entry;
    // The turn comes when another call ends, in that call's scope.
    const onTurn = (turn: Permit | Refusal): void =>
      runInScope(this.scope, () => this.takeTurn(turn, queue, method, deadline));
    entry.wait({ onTurn }, nowMs, timeoutMs);
  }

  private takeTurn(
    turn: Permit | Refusal,
    queue: QueuedCall,
    method: PreparedMethod,
    deadline: number,
  ): void {
    this.waiting = undefined;
    try {
      if (turn.kind === 'refused' && Date.now() >= deadline) throw createNoTimeFailure();
      queue.passOn(this.open(turn, method, deadline));
    } catch (error) {
      this.failBelow(error);
    }
  }

  private open(entry: Permit | Refusal, method: PreparedMethod, deadline: number): OpenedCall {
    const { trace } = this;
    if (entry.kind === 'refused') {
      trace?.refusedBy(entry.reason);
      throw createRefusalFailure(entry);
    }
    try {
      const call = method.open(deadline, trace!);
      this.call = call;
      // Before it starts: an interceptor may end it at once.
      this.permit = entry;
      const metadata = method.createMetadata(this.options, this.scope, deadline);
      trace!.decorate(metadata);
      call.start(metadata, this);
      return call;
    } catch (error) {
      entry.end(CANCELLED, performance.now());
      throw error;
    }
  }

  private observe(code: number, nowMs: number): void {
    if (this.isObserved || this.permit === undefined) return;
    this.isObserved = true;
    this.method?.observe(nowMs - this.permit.startedAtMs, code);
  }

  /**
   * The caller had so little time left that its end says nothing of the dependency: callers who have
   * their time must not find the breaker open, nor hedges early, because of those who had none.
   */
  private isHurried(code: number): boolean {
    return code === DEADLINE_EXCEEDED && this.isCutShort;
  }

  private hasSpentRetries({ code, metadata }: grpc.StatusObject): boolean {
    if (code === 0) return false;
    return this.method?.wasSpent(code) === true || areRetriesSpent(code, metadata);
  }

  private failBelow(error: unknown): void {
    const failure = createStartFailure(error);
    // Refused here, it is not to be repeated by the tier above either.
    if (this.scope !== undefined && isRefusalFailure(failure)) this.scope.retriesSpent = true;
    this.failLater(failure);
  }

  /** For a call that has nobody below it to end it. */
  private failLater(failure: StatusError): void {
    this.failure = failure;
    process.nextTick(() => this.end(failure));
  }

  private end(failure: StatusError | undefined): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.trace?.end(failure?.code ?? 0, failure?.message ?? '', performance.now());
    this.forgetSignal();
    this.scope?.unfollow(this);
    this.listener.onEnd(failure);
  }

  /** A signal may outlive thousands of calls. */
  private forgetSignal(): void {
    if (this.abort !== undefined) this.options.signal?.removeEventListener('abort', this.abort);
    this.abort = undefined;
  }
}

/** @throws StatusError where the call being served leaves no time, or nobody waits for it. */
function limitTimeout(scope: CallScope, ownTimeoutMs: number): number {
  const nowMs = performance.now();
  const obstacle = findObstacle(scope, nowMs);
  if (obstacle !== undefined) throw createObstacleFailure(obstacle);
  return scope.limitTimeoutMs(ownTimeoutMs, nowMs);
}
