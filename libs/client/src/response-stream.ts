import { cancelled } from '@ballast/status';
import type { StatusError } from '@ballast/status';
import type { CallListener, RunningCall } from './running-call.ts';

interface Waiter {
  resolve(result: IteratorResult<unknown, undefined>): void;
  reject(error: StatusError): void;
}

type Progress =
  | { readonly kind: 'new' }
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; failure: StatusError | undefined };

const DONE: IteratorResult<never, undefined> = { done: true, value: undefined };

/**
 * The answers of a call, in the caller's own time. The call begins with the first `next()`; each
 * answer is asked for when somebody waits for it, so a reader that is slow stops the server by flow
 * control. Leaving the loop early cancels the call.
 */
export class ResponseStream implements AsyncIterableIterator<unknown, undefined>, CallListener {
  private readonly begin: () => RunningCall;
  private readonly onOver: () => void;
  private call: RunningCall | undefined;
  private progress: Progress = { kind: 'new' };
  private readonly waiters: Waiter[] = [];

  /**
   * @param begin starts the call with this stream as its listener.
   * @param onOver called when the call is over, however it ended.
   */
  constructor(begin: (listener: CallListener) => RunningCall, onOver: () => void) {
    this.begin = () => begin(this);
    this.onOver = onOver;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<unknown, undefined>> {
    if (this.progress.kind === 'ended') {
      const { failure } = this.progress;
      this.progress.failure = undefined;
      return failure === undefined ? Promise.resolve(DONE) : Promise.reject(failure);
    }
    if (this.progress.kind === 'new') {
      this.progress = { kind: 'running' };
      this.call = this.begin();
    }
    return new Promise((resolve, reject) => {
      this.waiters.push({ resolve, reject });
      if (this.waiters.length === 1) this.call?.read();
    });
  }

  return(): Promise<IteratorResult<unknown, undefined>> {
    const { call } = this;
    this.finish(undefined);
    call?.cancel(cancelled('the caller stopped reading'));
    return Promise.resolve(DONE);
  }

  onMessage(message: unknown): void {
    this.waiters.shift()?.resolve({ done: false, value: message });
    if (this.waiters.length > 0) this.call?.read();
  }

  onEnd(failure: StatusError | undefined): void {
    this.finish(failure);
    this.onOver();
  }

  /** Tells the failure to whoever waits first, or keeps it for who comes next. */
  private finish(failure: StatusError | undefined): void {
    if (this.progress.kind === 'ended') return;
    const first = failure === undefined ? undefined : this.waiters.shift();
    this.progress = { kind: 'ended', failure: first === undefined ? failure : undefined };
    if (failure !== undefined) first?.reject(failure);
    for (const waiter of this.waiters.splice(0)) waiter.resolve(DONE);
  }
}
