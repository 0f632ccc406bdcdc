import type { status } from '@grpc/grpc-js';

/** Told what becomes of a call that was let through. */
export interface PermitOwner {
  onFirstMessage(permit: Permit, nowMs: number): void;
  onEnd(permit: Permit, code: status, nowMs: number): void;
}

/**
 * A call that was let through. Whoever holds it says what becomes of the call, with the time of
 * `performance.now()`.
 */
export class Permit {
  readonly startedAtMs: number;
  /** The breaker's: which turn of its states the call belongs to. */
  epoch = 0;
  /** Whether the breaker has counted it. */
  isCounted = false;
  holdsRoom = true;
  private readonly owner: PermitOwner;

  constructor(owner: PermitOwner, startedAtMs: number) {
    this.owner = owner;
    this.startedAtMs = startedAtMs;
  }

  get kind(): 'permit' {
    return 'permit';
  }

  /** An answer has come. Only the first one of a stream of answers means something. */
  firstMessage(nowMs: number): void {
    if (!this.isCounted) this.owner.onFirstMessage(this, nowMs);
  }

  /** The call is over. Only the first time counts. */
  end(code: status, nowMs: number): void {
    this.owner.onEnd(this, code, nowMs);
  }
}
