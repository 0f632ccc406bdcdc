import { cancelled, deadlineExceeded, isStatusError, type StatusError } from '@ballast/status';

/** What bounds one unit of work; a server's call context fits as it is. */
export interface CallOptions {
  /**
   * Aborted when nobody wants the answer any more. Its reason is thrown if it is a StatusError.
   * Default: never.
   */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the answer is worthless, or a function that says so. Default: Infinity. */
  readonly timeLeftMs?: number | (() => number) | undefined;
}

/** A call's end, as one signal and one clock. */
export interface CallLimits extends Disposable {
  /** Undefined when nothing can end the call early. Its reason is always a StatusError. */
  readonly signal: AbortSignal | undefined;
  timeLeftMs(): number;
  /** @throws StatusError CANCELLED or DEADLINE_EXCEEDED when the call is over. */
  throwIfOver(): void;
  /** Waits for `work`, but not beyond the end of the call. */
  race<R>(work: Promise<R>): Promise<R>;
}

// setTimeout takes a signed 32-bit number; a call that has more time than 24 days has no deadline.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const unlimited: CallLimits = {
  signal: undefined,
  timeLeftMs: () => Infinity,
  throwIfOver: () => {},
  race: (work) => work,
  [Symbol.dispose]: () => {},
};

export function limitCall(options: CallOptions): CallLimits {
  const { signal } = options;
  const timeLeftMs =
    typeof options.timeLeftMs === 'function'
      ? options.timeLeftMs()
      : (options.timeLeftMs ?? Infinity);
  const hasDeadline = timeLeftMs < LONGEST_TIMER_MS;
  if (signal === undefined && !hasDeadline) return unlimited;

  const deadline = performance.now() + timeLeftMs;
  const end = new AbortController();
  const cancel = (): void => end.abort(statusOfAbort(signal?.reason));
  const expire = (): void => end.abort(outOfTime());
  if (signal?.aborted === true) cancel();
  else if (timeLeftMs <= 0) expire();
  const timer = hasDeadline ? setTimeout(expire, Math.max(0, timeLeftMs)) : undefined;
  signal?.addEventListener('abort', cancel, { once: true });
  return {
    signal: end.signal,
    timeLeftMs: () => deadline - performance.now(),
    throwIfOver: () => end.signal.throwIfAborted(),
    race: (work) => raceWith(end.signal, work),
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    },
  };
}

function statusOfAbort(reason: unknown): StatusError {
  if (isStatusError(reason)) return reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') return outOfTime(reason);
  return cancelled('the caller no longer waits for the database', { cause: reason });
}

function outOfTime(cause?: unknown): StatusError {
  return deadlineExceeded('the call ran out of time in the database', { cause });
}

async function raceWith<R>(signal: AbortSignal, work: Promise<R>): Promise<R> {
  return await new Promise<R>((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
