import { Breaker } from '../breaker/breaker.ts';
import { breakerStateName } from '../breaker/breaker-state.ts';
import { resolveBreakerOptions } from '../breaker/breaker-options.ts';
import { Bulkhead } from '../bulkhead/bulkhead.ts';
import { callOutcome } from '../outcome/call-outcome.ts';
import { describeBreaker, describeBulkhead, describeOpening } from './describe.ts';
import { Permit } from './permit.ts';
import { Refusal } from './refusal.ts';
import { Waiting } from './waiting.ts';
import type { BreakerChange } from '../breaker/breaker.ts';
import type { BreakerOptions } from '../breaker/breaker-options.ts';
import type { BreakerStateName } from '../breaker/breaker-state.ts';
import type { CallOutcome } from '../outcome/call-outcome.ts';
import type { PermitOwner } from './permit.ts';
import type { WaitingOwner } from './waiting.ts';
import type { status } from '@grpc/grpc-js';

/** What a guard must know of the method; a grpc-js method definition says it. */
export interface GuardedMethod {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

/** A breaker that changes its state. */
export interface GuardChange extends BreakerChange {
  readonly path: string;
  /** A sentence for a log. */
  readonly summary: string;
}

export interface GuardOptions {
  readonly method: GuardedMethod;
  /** Default: as every field of BreakerOptions says. */
  readonly breaker?: BreakerOptions | undefined;
  /** Shared by all methods of a dependency. Default: one of its own, with default options. */
  readonly bulkhead?: Bulkhead | undefined;
  /** Told of every change of state, at once. Must not throw. Default: nobody. */
  readonly onChange?: ((change: GuardChange) => void) | undefined;
  /** From [0, 1), for open times. Default: Math.random. */
  readonly random?: (() => number) | undefined;
}

/** A breaker as plain data. */
export interface BreakerSnapshot {
  readonly path: string;
  readonly state: BreakerStateName;
  /** Calls in the window, and what became of them. */
  readonly total: number;
  readonly failed: number;
  readonly slow: number;
  /** Since the start. */
  readonly timesOpened: number;
  readonly callsRefused: number;
  /** Until it tries again; 0 where it is closed. */
  readonly retryAfterMs: number;
  /** Why it is open or isolated; empty where it is closed. */
  readonly reason: string;
}

/**
 * Lets calls of one method through, or refuses them at once: first its breaker is asked, then the
 * bulkhead of the dependency. All of it is synchronous; times are those of `performance.now()`.
 */
export class Guard implements PermitOwner, WaitingOwner {
  readonly method: GuardedMethod;
  readonly bulkhead: Bulkhead;
  private readonly breaker: Breaker;
  /** Only these have a duration that the dependency answers for. */
  private readonly isUnary: boolean;
  private callsRefused = 0;

  /** @throws RangeError naming the field, the rule and the value. */
  constructor({ method, breaker, bulkhead, onChange, random = Math.random }: GuardOptions) {
    this.method = method;
    this.bulkhead = bulkhead ?? new Bulkhead(method.path);
    this.isUnary = !method.requestStream && !method.responseStream;
    this.breaker = new Breaker(resolveBreakerOptions(breaker), !this.isUnary, random, (change) =>
      onChange?.({ ...change, path: method.path, summary: this.describeChange(change) }),
    );
  }

  get state(): BreakerStateName {
    return breakerStateName(this.breaker.state);
  }

  /** Lets a call through, puts it in line, or refuses it. A permit must be ended. */
  tryEnter(nowMs: number): Permit | Waiting | Refusal {
    const { bulkhead, breaker } = this;
    if (breaker.state.kind !== 'closed' && !breaker.admits(nowMs)) return this.refuse(nowMs);
    // A stream of answers lasts as long as its caller likes, mostly without work for anybody: watchers
    // must not take the room of those who want an answer. Servers bound them.
    if (this.method.responseStream) {
      const permit = this.enter(nowMs);
      permit.holdsRoom = false;
      return permit;
    }
    if (bulkhead.hasRoom) {
      bulkhead.inFlight++;
      return this.enter(nowMs);
    }
    if (!bulkhead.hasRoomToWait) return this.refuseFull();
    const waiting = new Waiting(this);
    bulkhead.join(waiting, nowMs);
    return waiting;
  }

  /** Opens nothing, closes nothing: other options from now on. @throws RangeError. */
  update(options: BreakerOptions, nowMs = performance.now()): void {
    this.breaker.update(resolveBreakerOptions(options), nowMs);
  }

  /** The dependency seems to be back, as when its balancer has a READY endpoint again. */
  healthy(nowMs = performance.now()): void {
    this.breaker.healthy(nowMs);
  }

  /** Refuses every call until it is released. */
  isolate(why: string): void {
    this.breaker.isolate(why);
  }

  release(): void {
    this.breaker.release();
  }

  /** Closes the breaker and forgets its window, unless it is isolated. */
  reset(): void {
    this.breaker.reset();
  }

  snapshot(nowMs = performance.now()): BreakerSnapshot {
    const { breaker } = this;
    breaker.window.expire(nowMs);
    const { total, failed, slow } = breaker.window;
    const isClosed = this.state === 'closed';
    return {
      path: this.method.path,
      state: this.state,
      total,
      failed,
      slow,
      timesOpened: breaker.opened,
      callsRefused: this.callsRefused,
      retryAfterMs: isClosed ? 0 : Math.ceil(breaker.findRetryAfterMs(nowMs)),
      reason: describeOpening(breaker.state),
    };
  }

  onFirstMessage(permit: Permit, nowMs: number): void {
    if (!this.method.responseStream) return;
    permit.isCounted = true;
    this.breaker.record(permit, false, false, nowMs);
    this.releaseRoom(permit, nowMs);
  }

  onEnd(permit: Permit, code: status, nowMs: number): void {
    if (!permit.isCounted) this.count(permit, callOutcome(code), nowMs);
    this.releaseRoom(permit, nowMs);
  }

  enterAfterWaiting(nowMs: number): Permit | Refusal {
    return this.breaker.admits(nowMs) ? this.enter(nowMs) : this.refuse(nowMs);
  }

  refuseFull(): Refusal {
    this.callsRefused++;
    const { bulkhead } = this;
    return new Refusal('BULKHEAD_FULL', bulkhead.options.queueTimeoutMs, () =>
      describeBulkhead(bulkhead),
    );
  }

  private enter(nowMs: number): Permit {
    const permit = new Permit(this, nowMs);
    this.breaker.enter(permit, nowMs);
    return permit;
  }

  private count(permit: Permit, outcome: CallOutcome, nowMs: number): void {
    permit.isCounted = true;
    const { breaker } = this;
    const isSlow = this.isUnary && nowMs - permit.startedAtMs >= breaker.options.slowCallDurationMs;
    // Who leaves, or is sent away, after so long has waited all the same.
    if (isSlow || outcome === 'answered' || outcome === 'failed') {
      breaker.record(permit, outcome === 'failed', isSlow, nowMs);
    } else {
      breaker.forget(permit);
    }
  }

  private releaseRoom(permit: Permit, nowMs: number): void {
    if (!permit.holdsRoom) return;
    permit.holdsRoom = false;
    this.bulkhead.release(nowMs);
  }

  private refuse(nowMs: number): Refusal {
    this.callsRefused++;
    const { state } = this.breaker;
    const retryAfterMs = this.breaker.findRetryAfterMs(nowMs);
    const reason = state.kind === 'isolated' ? 'BREAKER_ISOLATED' : 'BREAKER_OPEN';
    return new Refusal(reason, retryAfterMs, () =>
      describeBreaker(this.method.path, state, retryAfterMs),
    );
  }

  private describeChange({ to }: BreakerChange): string {
    const reason = describeOpening(this.breaker.state);
    return `breaker for ${this.method.path} is ${to}${reason && `: ${reason}`}`;
  }
}

/** A guard for one method. @throws RangeError naming the field, the rule and the value. */
export function createGuard(options: GuardOptions): Guard {
  return new Guard(options);
}
