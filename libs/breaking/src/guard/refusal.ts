/** Who refused a call. */
export type RefusalReason = 'BREAKER_OPEN' | 'BREAKER_ISOLATED' | 'BULKHEAD_FULL';

/** A call that was not made. It is UNAVAILABLE to its caller, and counts nowhere. */
export class Refusal {
  readonly reason: RefusalReason;
  /** When it is worth asking again, in milliseconds from now. */
  readonly retryAfterMs: number;
  private readonly describe: () => string;

  constructor(reason: RefusalReason, retryAfterMs: number, describe: () => string) {
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
    this.describe = describe;
  }

  get kind(): 'refused' {
    return 'refused';
  }

  /** Says who refused and why: the details of the call's status. */
  get details(): string {
    return this.describe();
  }
}
