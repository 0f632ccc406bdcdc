import type { Bulkhead, BulkheadWaiter } from '../bulkhead/bulkhead.ts';
import type { Permit } from './permit.ts';
import type { Refusal } from './refusal.ts';

/** Told, later and once, how the waiting of a call ended. */
export interface TurnListener {
  onTurn(entry: Permit | Refusal): void;
}

/** Decides, when there is room, whether the call may still go. */
export interface WaitingOwner {
  readonly bulkhead: Bulkhead;
  enterAfterWaiting(nowMs: number): Permit | Refusal;
  refuseFull(): Refusal;
}

/** A call in the bulkhead's line. It must be given a listener at once, or its turn is lost. */
export class Waiting implements BulkheadWaiter {
  before: BulkheadWaiter | undefined = undefined;
  after: BulkheadWaiter | undefined = undefined;
  isStanding = false;
  expiresAtMs = Infinity;
  private readonly owner: WaitingOwner;
  private listener: TurnListener | undefined;

  constructor(owner: WaitingOwner) {
    this.owner = owner;
  }

  get kind(): 'waiting' {
    return 'waiting';
  }

  /** @param timeLeftMs how long the call itself has; it does not wait past that. Default: no limit. */
  wait(listener: TurnListener, nowMs: number, timeLeftMs = Infinity): void {
    this.listener = listener;
    this.owner.bulkhead.hurry(this, nowMs + timeLeftMs, nowMs);
  }

  /** The caller has left: its place is for another, and its listener is not told. */
  cancel(): void {
    this.listener = undefined;
    this.owner.bulkhead.leave(this);
  }

  takeRoom(nowMs: number): boolean {
    const { listener } = this;
    if (listener === undefined) return false;
    const entry = this.owner.enterAfterWaiting(nowMs);
    listener.onTurn(entry);
    return entry.kind === 'permit';
  }

  expire(): void {
    this.listener?.onTurn(this.owner.refuseFull());
  }
}
