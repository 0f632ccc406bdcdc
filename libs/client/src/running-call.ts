import type { StatusError } from '@ballast/status';
import type * as grpc from '@grpc/grpc-js';
import { createAbortFailure, createStartFailure, decodeFailure } from './call-failure.ts';
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
 * One call on its way, of whatever kind: begins, is aborted by its signal, and ends exactly once.
 */
export class RunningCall implements grpc.InterceptingListener {
  private readonly options: CallOptions;
  private readonly listener: CallListener;
  private call: InterceptedCall | undefined;
  /** Why the call was ended from this side, which is more than its status can tell. */
  private failure: StatusError | undefined;
  private hasEnded = false;
  private abort: (() => void) | undefined;

  constructor(options: CallOptions, listener: CallListener) {
    this.options = options;
    this.listener = listener;
  }

  get isOver(): boolean {
    return this.hasEnded || this.failure !== undefined;
  }

  /** Never throws: a call that cannot begin ends, later. */
  start(method: PreparedMethod): void {
    const { signal } = this.options;
    try {
      if (signal?.aborted === true) throw createAbortFailure(signal.reason);
      const deadline = Date.now() + (this.options.timeoutMs ?? method.findTimeoutMs());
      const metadata = method.createMetadata(this.options);
      this.call = method.open(deadline);
      this.call.start(metadata, this);
    } catch (error) {
      this.failure = createStartFailure(error);
      process.nextTick(() => this.end(this.failure));
      return;
    }
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

  onReceiveMetadata(headers: grpc.Metadata): void {
    this.options.onHeaders?.(headers);
  }

  onReceiveMessage(message: unknown): void {
    // An interceptor may say null where no message came.
    if (!this.isOver && message !== null) this.listener.onMessage(message);
  }

  onReceiveStatus(status: grpc.StatusObject): void {
    this.options.onTrailers?.(status.metadata);
    this.end(this.failure ?? decodeFailure(status));
  }

  private end(failure: StatusError | undefined): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.forgetSignal();
    this.listener.onEnd(failure);
  }

  /** A signal may outlive thousands of calls. */
  private forgetSignal(): void {
    if (this.abort !== undefined) this.options.signal?.removeEventListener('abort', this.abort);
    this.abort = undefined;
  }
}
