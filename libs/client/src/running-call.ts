import { areRetriesSpent, findObstacle, runInScope } from '@ballast/deadlines';
import type { CallScope, ScopeFollower } from '@ballast/deadlines';
import type { StatusError } from '@ballast/status';
import type * as grpc from '@grpc/grpc-js';
import {
  createAbortFailure,
  createObstacleFailure,
  createOrphanFailure,
  createStartFailure,
  decodeFailure,
} from './call-failure.ts';
import type { CallOptions } from './call-options.ts';
import type { InterceptedCall } from './channel-call.ts';
import type { PreparedMethod } from './prepared-method.ts';

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
  private method: PreparedMethod | undefined;
  private call: InterceptedCall | undefined;
  /** Why the call was ended from this side, which is more than its status can tell. */
  private failure: StatusError | undefined;
  private hasEnded = false;
  private abort: (() => void) | undefined;

  constructor(options: CallOptions, listener: CallListener, scope: CallScope | undefined) {
    this.scope = scope;
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
    try {
      if (signal?.aborted === true) throw createAbortFailure(signal.reason);
      const ownTimeoutMs = this.options.timeoutMs ?? method.findTimeoutMs();
      const timeoutMs = scope === undefined ? ownTimeoutMs : limitTimeout(scope, ownTimeoutMs);
      const metadata = method.createMetadata(this.options, scope);
      this.call = method.open(Date.now() + timeoutMs);
      this.call.start(metadata, this);
    } catch (error) {
      this.failure = createStartFailure(error);
      process.nextTick(() => this.end(this.failure));
      return;
    }
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
    this.failure = failure;
    this.forgetSignal();
    this.call?.cancelWithStatus(failure.code, failure.message);
  }

  onScopeAborted(reason: Error): void {
    this.cancel(createOrphanFailure(reason));
  }

  onReceiveMetadata(headers: grpc.Metadata): void {
    const { onHeaders } = this.options;
    // It is told where the connection was asked for, which may have been another call's scope.
    if (onHeaders !== undefined) runInScope(this.scope, onHeaders, headers);
  }

  onReceiveMessage(message: unknown): void {
    // An interceptor may say null where no message came.
    if (!this.isOver && message !== null) this.listener.onMessage(message);
  }

  onReceiveStatus(status: grpc.StatusObject): void {
    const { scope } = this;
    const { onTrailers } = this.options;
    if (onTrailers !== undefined) runInScope(scope, onTrailers, status.metadata);
    if (scope !== undefined && this.failure === undefined && this.hasSpentRetries(status)) {
      scope.retriesSpent = true;
    }
    this.end(this.failure ?? decodeFailure(status));
  }

  private hasSpentRetries({ code, metadata }: grpc.StatusObject): boolean {
    if (code === 0) return false;
    return this.method?.isRepeated(code) === true || areRetriesSpent(code, metadata);
  }

  private end(failure: StatusError | undefined): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
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
