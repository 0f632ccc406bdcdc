import type { Criticality } from './criticality.ts';

/** Of the limit: who can wait leaves room for who cannot. */
const SHEDDABLE_SHARE = 0.7;
/** Critical calls alone may queue: that is better than to refuse them, up to a point. */
const CRITICAL_SHARE = 2;
const CRITICAL_ROOM = 4;
/** The load of critical calls is an average over this time, in milliseconds. */
const MEMORY_MS = 1_000;
/** A client that takes less than its share of what there is goes first. */
const UNDER_SHARE = 1.25;
const UNDER_SHARE_ROOM = 1;

/**
 * Calls in flight by class. Each class is held against its own calls and those above it, never
 * against those below: a flood of sheddable calls takes no place from a critical one. So nothing is
 * reserved, and nothing is idle when a class is not there.
 */
export class ClassCounts {
  critical = 0;
  default = 0;
  sheddable = 0;
  #criticalWork = 0;
  #criticalMs = 0;

  /** `workMs`: what the call takes without load, NaN where that is not known. */
  criticalArrived(workMs: number, nowMs: number): void {
    this.#criticalWork = this.criticalLoad(nowMs) * MEMORY_MS + (workMs >= 0 ? workMs : 0);
    this.#criticalMs = nowMs;
  }

  /**
   * How many calls would be at work if there were critical ones alone, and all were served (the
   * offered load, in Erlang). As long as the server can do that, none of them is refused: what they
   * wait for is the others' queue.
   */
  criticalLoad(nowMs: number): number {
    return (this.#criticalWork * Math.exp((this.#criticalMs - nowMs) / MEMORY_MS)) / MEMORY_MS;
  }

  hasRoom(criticality: Criticality, limit: number, isUnderShare: boolean): boolean {
    return this.#held(criticality) < shareOfLimit(criticality, limit, isUnderShare);
  }

  #held(criticality: Criticality): number {
    switch (criticality) {
      case 'critical':
        return this.critical;
      case 'default':
        return this.critical + this.default;
      case 'sheddable':
        return this.critical + this.default + this.sheddable;
    }
  }
}

/** How many calls a class may hold, with those above it, where so many are worth holding. */
export function shareOfLimit(
  criticality: Criticality,
  limit: number,
  isUnderShare: boolean,
): number {
  const bonus = isUnderShare ? limit * UNDER_SHARE + UNDER_SHARE_ROOM : limit;
  switch (criticality) {
    case 'critical':
      return Math.floor(bonus * CRITICAL_SHARE + CRITICAL_ROOM);
    case 'default':
      return Math.max(1, Math.floor(bonus));
    case 'sheddable':
      return Math.max(1, Math.floor(bonus * SHEDDABLE_SHARE));
  }
}
