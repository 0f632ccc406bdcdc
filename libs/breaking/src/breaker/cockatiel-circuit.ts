import {
  circuitBreaker,
  handleAll,
  type CircuitBreakerPolicy,
  type CircuitState,
  type IBackoff,
  type IBreaker,
  type IDisposable,
} from 'cockatiel';

/** Told what cockatiel's machine has come to, and asked what only a breaker knows. */
export interface CircuitOwner {
  /** Is the failure that cockatiel was told of still a reason to open? */
  readonly wantsToOpen: boolean;
  /** The pause before the `attempt`-th trial in a row, counted from 1, begins now. */
  onPause(attempt: number): void;
  onMove(state: CircuitState): void;
}

/**
 * cockatiel's state machine, brought only what changes its state: a verdict over a window, a trial of
 * several probes, isolation. Single calls do not go through it: `execute` costs a promise and a
 * closure for each, and makes what is above the half-open sample wait instead of refusing it.
 *
 * Opening and closing take cockatiel some microtasks; going half-open and isolating are immediate.
 */
export class CockatielCircuit implements IBreaker {
  readonly state = undefined;
  private readonly owner: CircuitOwner;
  private readonly policy: CircuitBreakerPolicy;
  private isDue = false;
  private isolation: IDisposable | undefined;

  constructor(owner: CircuitOwner) {
    this.owner = owner;
    const halfOpenAfter = { next: ({ attempt }: Attempt) => this.createPause(attempt) };
    this.policy = circuitBreaker(handleAll, { breaker: this, halfOpenAfter });
    this.policy.onStateChange((state) => owner.onMove(state));
  }

  /** From closed to open. */
  open(reason: Error): void {
    this.run(() => Promise.reject(reason));
  }

  /** From open to half-open, then to closed or open as `trial` is decided. */
  halfOpen(trial: Promise<void>): void {
    this.isDue = true;
    this.run(() => trial);
  }

  isolate(): void {
    this.isolation ??= this.policy.isolate();
  }

  /** To closed, from wherever it is. */
  close(): void {
    this.isolate();
    this.isolation?.dispose();
    this.isolation = undefined;
  }

  success(_state: CircuitState): void {
    // The windows are kept by the breaker.
  }

  failure(_state: CircuitState): boolean {
    return this.owner.wantsToOpen;
  }

  private run(call: () => Promise<void>): void {
    this.policy.execute(call).catch(() => undefined);
  }

  /**
   * cockatiel compares `Date.now()`, which an administrator may turn back, with a pause's duration.
   * Ours is either over or not, by the breaker's own monotonic clock.
   */
  private createPause(attempt: number): IBackoff<Attempt> {
    this.isDue = false;
    this.owner.onPause(attempt);
    const isDue = () => this.isDue;
    return {
      get duration() {
        return isDue() ? -Infinity : Infinity;
      },
      next: (context) => this.createPause(context.attempt),
    };
  }
}

interface Attempt {
  readonly attempt: number;
}
