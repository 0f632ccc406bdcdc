import type { Metadata } from '@grpc/grpc-js';
import { type AnswerMargin, marginOf, resolveAnswerMargin } from './answer-margin.ts';
import { addCallHeaders } from './call-headers.ts';
import type { Criticality } from './criticality.ts';

/** What is known of a call when it arrives. */
export interface ScopeFacts {
  /** Until the caller no longer waits, in milliseconds from now; Infinity where it names no time. */
  readonly budgetMs: number;
  readonly criticality: Criticality;
  /** The call repeats an earlier attempt, or serves one that does. */
  readonly isRetry: boolean;
}

/** Told once when nobody waits for the served call any more. */
export interface ScopeFollower {
  onScopeAborted(reason: Error): void;
}

type ScopeState = { readonly kind: 'open' } | { readonly kind: 'aborted'; readonly reason: Error };

const open: ScopeState = { kind: 'open' };
const defaultMargin = resolveAnswerMargin();

/**
 * One call being served: what every call made meanwhile inherits. Small on purpose, and without the
 * call itself: whatever is opened while serving (a connection, an interval) keeps its scope alive.
 */
export class CallScope {
  /** When the caller stops waiting, on the clock of `performance.now()`; Infinity: never. */
  readonly endsAtMs: number;
  /** When calls made in this scope must have ended: a margin earlier, so that it can be answered. */
  readonly callsEndAtMs: number;
  readonly criticality: Criticality;
  readonly isRetry: boolean;
  /**
   * Set when a call made in this scope failed for good although it was worth repeating: its retries
   * are spent or were refused. The server then tells its own caller not to repeat in turn, or the
   * attempts of three tiers would multiply.
   */
  retriesSpent = false;
  /** What somebody else has the call carry along, such as its trace; set before it is entered. */
  carried: unknown = undefined;
  #state: ScopeState = open;
  // Both made when first asked for: most short calls never do.
  #controller: AbortController | undefined;
  #followers: Set<ScopeFollower> | undefined;

  /** @param nowMs the time of arrival, as `performance.now()` says it. */
  constructor(facts: ScopeFacts, margin: AnswerMargin = defaultMargin, nowMs = performance.now()) {
    const { budgetMs, criticality, isRetry } = facts;
    this.endsAtMs = nowMs + budgetMs;
    this.callsEndAtMs = this.endsAtMs - marginOf(budgetMs, margin);
    this.criticality = criticality;
    this.isRetry = isRetry;
  }

  /**
   * Aborted when the caller has gone, the time is up, or the server ends the call. Not by an answer:
   * what runs on after it keeps the deadline, and ends with it.
   */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#state.kind === 'aborted') this.#controller.abort(this.#state.reason);
    }
    return this.#controller.signal;
  }

  /** Why nobody waits any more; undefined while somebody does. */
  get abortReason(): Error | undefined {
    return this.#state.kind === 'aborted' ? this.#state.reason : undefined;
  }

  /** A scope is a place that code runs in: see `runInScope`. */
  get scope(): this {
    return this;
  }

  /** Never negative; Infinity without a deadline. */
  timeLeftMs(nowMs = performance.now()): number {
    return Math.max(0, this.endsAtMs - nowMs);
  }

  /** The smaller of a call's own timeout and what this scope has left for calls; never negative. */
  limitTimeoutMs(ownTimeoutMs: number, nowMs = performance.now()): number {
    return Math.max(0, Math.min(ownTimeoutMs, this.callsEndAtMs - nowMs));
  }

  /** The headers that a call made in this scope takes along; see `addCallHeaders`. */
  decorate(metadata: Metadata, explicit?: Criticality): Metadata {
    return addCallHeaders(metadata, this.criticality, this.isRetry, explicit);
  }

  /** Nobody waits any more. Only the first reason counts. */
  abort(reason: Error): void {
    if (this.#state.kind === 'aborted') return;
    this.#state = { kind: 'aborted', reason };
    this.#controller?.abort(reason);
    const followers = this.#followers;
    this.#followers = undefined;
    if (followers !== undefined) for (const one of followers) one.onScopeAborted(reason);
  }

  /** Unlike listeners on `signal` it costs no closure and no signal. Look at `abortReason` before. */
  follow(follower: ScopeFollower): void {
    this.#followers ??= new Set();
    this.#followers.add(follower);
  }

  unfollow(follower: ScopeFollower): void {
    this.#followers?.delete(follower);
  }
}
