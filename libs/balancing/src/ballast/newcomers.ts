import type { Aperture } from './aperture.ts';

/** A newcomer has its first call within this time, in milliseconds, if there are calls. */
const MAX_WAIT_MS = 800;
/** Of so many picks one goes to a newcomer, where several wait. */
const PICKS_PER_NEWCOMER = 8;
/** What comes this soon after the first endpoint, in milliseconds, is the fleet as it stands. */
const START_MS = 5_000;

interface Newcomer {
  readonly slot: number;
  readonly dueMs: number;
}

/**
 * Endpoints that are new and not in the window: each is sent one call soon, for it was started
 * because it is needed. Not at once: every client has heard of it at the same time.
 */
export class Newcomers {
  readonly #random: () => number;
  #waiting: Newcomer[] = [];
  #first = 0;
  #picksUntilNext = 0;
  #startedMs = NaN;

  constructor(random: () => number) {
    this.#random = random;
  }

  get size(): number {
    return this.#waiting.length - this.#first;
  }

  add(slot: number, nowMs: number): void {
    if (Number.isNaN(this.#startedMs)) this.#startedMs = nowMs;
    if (nowMs - this.#startedMs < START_MS) return;
    this.#waiting.push({ slot, dueMs: nowMs + this.#random() * MAX_WAIT_MS });
  }

  /** A newcomer whose time has come, undefined where there is none. */
  take(nowMs: number, aperture: Aperture): number | undefined {
    this.#picksUntilNext -= 1;
    if (this.#picksUntilNext > 0) return undefined;
    if (aperture.width === aperture.count) {
      // The window shows them all.
      this.#clear();
      return undefined;
    }
    const newcomer = this.#waiting[this.#first]!;
    if (newcomer.dueMs > nowMs) return undefined;
    this.#picksUntilNext = PICKS_PER_NEWCOMER;
    this.#first += 1;
    if (this.size === 0) this.#clear();
    return aperture.has(newcomer.slot) ? newcomer.slot : undefined;
  }

  #clear(): void {
    this.#waiting = [];
    this.#first = 0;
  }
}
