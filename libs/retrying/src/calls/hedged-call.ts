import { status } from '@grpc/grpc-js';
import type { HedgingRule } from '../rules/method-rule.ts';
import type { SteeredMethod } from '../steered-method.ts';
import { noFilters, noNames } from './grpc-shapes.ts';
import type { CallConfig, HedgingPolicy, MethodConfig, PickInformation } from './grpc-shapes.ts';

/** Longer than any call, and as long as a timer can be: 2^31 - 1 ms, and above it 1 ms. */
const NEVER = '2147483.647s';

/**
 * What grpc-js asks about one call that may be hedged. When it reads what (retrying-call.ts, 1.14.7)
 * is proven by `retrying-call.test.ts`:
 * - as the call begins: `hedgingPolicy`, `maxAttempts`, and last `hedgingDelay`, for a timer;
 * - when that timer ends, and again after an attempt has failed: `hedgingPolicy`; a falsy one means
 *   that no attempt begins;
 * - when an attempt fails: `hedgingPolicy.nonFatalStatusCodes` and `some` of it. It asks whatever
 *   `hedgingPolicy` is, so that a refusal has to be a falsy value that can be asked for a property;
 * - as an attempt begins: `pickInformation`; and at the end `onCommitted`.
 *
 * A refusal while the only attempt has just failed ends the call with that failure. When there are
 * several, all that may follow have been paid for, so none is refused.
 */
export class HedgedCall implements CallConfig, MethodConfig {
  readonly #method: SteeredMethod;
  readonly #rule: HedgingRule;
  /** Monotonic milliseconds. */
  readonly #begunAtMs: number;
  readonly #info: PickInformation = {};
  #isUnderWay = false;
  /** How many losers may be cancelled: reserved as the call begins. */
  #cancels = 0;
  /** Attempts after the first: paid for, begun, failed without ending the call. */
  #granted = 0;
  #grantedAtMs = 0;
  #begun = 0;
  /** Failures that have ended an attempt and not the call, and the last one, which may yet end it. */
  #failed = 0;
  #hasFailed = false;

  constructor(method: SteeredMethod, rule: HedgingRule, nowMs: number) {
    this.#method = method;
    this.#rule = rule;
    this.#begunAtMs = nowMs;
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
  get maxAttempts(): number {
    return this.#rule.maxAttempts;
  }

  /** The decision whether another attempt may begin. */
  get hedgingPolicy(): HedgingPolicy {
    if (this.#hasFailed) {
      this.#hasFailed = false;
      this.#failed += 1;
    }
    if (this.#isUnderWay && this.#granted === 0) {
      const nowMs = this.#method.nowMs();
      const wanted = this.#rule.maxAttempts - 1;
      if (!this.#method.service.tryTake(nowMs, wanted)) return false as never;
      this.#granted = wanted;
      this.#grantedAtMs = nowMs;
    }
    return this as unknown as HedgingPolicy;
  }

  /** Without the right to cancel, an attempt follows a failure only. */
  get hedgingDelay(): string {
    const { service, hedgingTimer } = this.#method;
    if (!this.#isUnderWay) {
      this.#isUnderWay = true;
      const losers = this.#rule.maxAttempts - 1;
      if (service.cancels.tryTake(this.#begunAtMs, losers)) this.#cancels = losers;
    }
    return this.#cancels > 0 ? hedgingTimer!.delayText(this.#begunAtMs) : NEVER;
  }

  get nonFatalStatusCodes(): this {
    return this;
  }

  some(isCode: (code: status) => boolean): boolean {
    this.#hasFailed = this.#rule.codes.some(isCode);
    return this.#hasFailed;
  }

  get pickInformation(): PickInformation {
    if (this.#begun < this.#granted) {
      this.#begun += 1;
      this.#method.service.hedges += 1;
    }
    return this.#info;
  }

  onCommitted(): void {
    const { service } = this.#method;
    const unused = this.#granted - this.#begun;
    if (unused > 0) service.budget.giveBack(this.#grantedAtMs, this.#method.nowMs(), unused);
    this.#granted = this.#begun;
    // Of begun + 1 attempts one is the answer, and what has failed needs no cancelling.
    const cancelled = Math.max(0, this.#begun - this.#failed);
    service.cancels.giveBack(Math.max(0, this.#cancels - cancelled));
    this.#cancels = 0;
  }
}
