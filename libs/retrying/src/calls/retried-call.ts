import { status } from '@grpc/grpc-js';
import { longestPauseMs } from '../backoff/full-jitter.ts';
import type { Backoff } from '../backoff/backoff-caps.ts';
import type { RetryRule } from '../rules/method-rule.ts';
import type { SteeredMethod } from '../steered-method.ts';
import { noFilters, noNames } from './grpc-shapes.ts';
import type { CallConfig, MethodConfig, PickInformation, RetryPolicy } from './grpc-shapes.ts';

type Grant =
  | { readonly kind: 'none' }
  /** The budget has paid for an attempt that has not begun. */
  | { readonly kind: 'granted'; readonly atMs: number };

const none: Grant = { kind: 'none' };

/**
 * What grpc-js asks about one call that may be retried. It is the call's config, its method config,
 * its retry policy and the list of retryable codes in one object, since every call needs one. When
 * grpc-js reads what (retrying-call.ts, 1.14.7) is proven by `retrying-call.test.ts`:
 * - as the call begins: `maxAttempts`, `initialBackoff`;
 * - after a failed attempt: `some` of the retryable codes; then, unless the server has sent a
 *   pushback, `maxBackoff` and `backoffMultiplier`, for the pause after the one that begins now;
 * - as an attempt begins: `pickInformation`;
 * - when there will be no further attempt: `onCommitted`. Not for a call that ends during a pause:
 *   what that one was granted stays spent until the window has passed.
 */
export class RetriedCall
  implements CallConfig, MethodConfig, Omit<RetryPolicy, 'retryableStatusCodes'>
{
  readonly #method: SteeredMethod;
  readonly #rule: RetryRule;
  /** Monotonic milliseconds. */
  readonly #deadlineMs: number;
  readonly #info: PickInformation = {};
  /** Of the pause that comes next; a pushback brings the first one back, as gRFC A6 has it. */
  readonly #firstBackoff: Backoff;
  #nextBackoff: Backoff;
  #drawnBackoff: Backoff;
  #attempts = 1;
  /** Exponent of the next pause. */
  #step = 0;
  #hasPaused = true;
  #grant: Grant = none;

  constructor(method: SteeredMethod, rule: RetryRule, deadlineMs: number) {
    this.#method = method;
    this.#rule = rule;
    this.#deadlineMs = deadlineMs;
    this.#firstBackoff = rule.backoff.draw(0, method.random);
    this.#nextBackoff = this.#firstBackoff;
    this.#drawnBackoff = this.#firstBackoff;
  }

  get methodConfig(): MethodConfig {
    return this;
  }
  get status(): status {
    return status.OK;
  }
  get dynamicFilterFactories(): CallConfig['dynamicFilterFactories'] {
    return noFilters;
  }
  get name(): MethodConfig['name'] {
    return noNames;
  }
  get timeout(): NonNullable<MethodConfig['timeout']> {
    // Absent and undefined are the same to grpc-js, but not to its types.
    return this.#method.rule.timeout as NonNullable<MethodConfig['timeout']>;
  }
  get retryPolicy(): RetryPolicy {
    return this as unknown as RetryPolicy;
  }
  get retryableStatusCodes(): this {
    return this;
  }
  get maxAttempts(): number {
    return this.#rule.maxAttempts;
  }
  get initialBackoff(): string {
    return this.#firstBackoff.text;
  }
  get maxBackoff(): string {
    return this.#drawnBackoff.text;
  }

  /** So large that the pause after next is `maxBackoff`, which is drawn anew for each. */
  get backoffMultiplier(): number {
    this.#hasPaused = true;
    this.#step += 1;
    this.#nextBackoff = this.#drawnBackoff;
    return Number.MAX_VALUE;
  }

  /** The decision whether a failed attempt is followed by another. */
  some(isCode: (code: status) => boolean): boolean {
    if (!this.#rule.codes.some(isCode) || this.#attempts >= this.#rule.maxAttempts) return false;
    if (!this.#hasPaused) {
      this.#step = 0;
      this.#nextBackoff = this.#firstBackoff;
    }
    const nowMs = this.#method.nowMs();
    if (nowMs + longestPauseMs(this.#nextBackoff.ms) >= this.#deadlineMs) return false;
    if (!this.#method.service.tryTake(nowMs, 1)) return false;
    this.#grant = { kind: 'granted', atMs: nowMs };
    this.#hasPaused = false;
    this.#drawnBackoff = this.#rule.backoff.draw(this.#step + 1, this.#method.random);
    return true;
  }

  get pickInformation(): PickInformation {
    if (this.#grant.kind === 'granted') {
      this.#grant = none;
      this.#attempts += 1;
      this.#method.service.retries += 1;
    }
    return this.#info;
  }

  onCommitted(): void {
    if (this.#grant.kind === 'granted') {
      this.#method.service.budget.giveBack(this.#grant.atMs, this.#method.nowMs(), 1);
      this.#grant = none;
    }
  }
}
