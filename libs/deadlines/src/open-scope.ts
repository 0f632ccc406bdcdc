import type { AnswerMargin } from './answer-margin.ts';
import { callerGone, timeUp } from './call-ended-error.ts';
import { CallScope } from './call-scope.ts';
import type { Criticality } from './criticality.ts';
import { findCarried } from './scope-storage.ts';

export interface OpenScopeOptions {
  /** How long the work may take, in milliseconds, 0 or more. Default: Infinity. */
  readonly timeoutMs?: number | undefined;
  /** Aborts the scope. Default: none; `scope.abort(reason)` does the same. */
  readonly signal?: AbortSignal | undefined;
  /** Default: `default`. */
  readonly criticality?: Criticality | undefined;
  /** Whether the work repeats an earlier attempt of its caller. Default: false. */
  readonly isRetry?: boolean | undefined;
  /** Of `resolveAnswerMargin`. Default: its defaults. */
  readonly margin?: AnswerMargin | undefined;
}

/** A scope that this process opened itself. Dispose of it when the work is done. */
export interface OpenedScope extends CallScope, Disposable {}

/**
 * Opens the scope of work that no gRPC server brought in: an HTTP request, a message from a queue.
 *
 * @throws RangeError for a timeout that is negative or no number.
 */
export function openScope(options: OpenScopeOptions = {}): OpenedScope {
  return new TimedScope(options);
}

// setTimeout takes a signed 32-bit number: longer is no limit.
const longestTimerMs = 2 ** 31 - 1;

class TimedScope extends CallScope implements OpenedScope {
  readonly #outerSignal: AbortSignal | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDone = false;

  constructor(options: OpenScopeOptions) {
    const { timeoutMs = Infinity, criticality = 'default', isRetry = false, signal } = options;
    if (!(timeoutMs >= 0)) {
      throw new RangeError(`deadlines.timeoutMs must be 0 or more, got ${timeoutMs}`);
    }
    super({ budgetMs: timeoutMs, criticality, isRetry }, options.margin);
    // Opened while serving a call, it is part of that call's trace.
    this.carried = findCarried();
    this.#outerSignal = signal;
    if (signal?.aborted === true) this.#passOn();
    else signal?.addEventListener('abort', this.#passOn, { once: true });
  }

  /** Nobody else watches the clock of such a scope; calls in it have deadlines of their own. */
  override get signal(): AbortSignal {
    const leftMs = this.timeLeftMs();
    if (this.#timer === undefined && !this.#isDone && leftMs < longestTimerMs) {
      this.#timer = setTimeout(() => this.abort(timeUp()), leftMs);
      // The work keeps the process alive, not its deadline.
      this.#timer.unref();
    }
    return super.signal;
  }

  override abort(reason: Error): void {
    this[Symbol.dispose]();
    super.abort(reason);
  }

  [Symbol.dispose](): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
    this.#outerSignal?.removeEventListener('abort', this.#passOn);
  }

  readonly #passOn = (): void => {
    const reason: unknown = this.#outerSignal?.reason;
    this.abort(reason instanceof Error ? reason : callerGone(reason));
  };
}
