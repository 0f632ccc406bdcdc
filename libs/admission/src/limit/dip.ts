import { LoadWindow } from './load-window.ts';
import type { Seen } from './judge-dip.ts';

/** What the dip is to see: so many effective samples, in so long at least, in milliseconds. */
const CALLS = 100;
const SAMPLES = 50;
const MIN_LENGTH_MS = 250;
/** After so long it ends in any case, and tells nothing with fewer samples than that. */
const MAX_MS = 3_000;
const MIN_SAMPLES = 10;
/** Calls of before are gone when so many times of what was in flight have ended. */
const TURNOVERS = 2;

type Stage =
  /** More calls are in flight than the dip allows. */
  | { readonly kind: 'draining' }
  /** Those in flight have waited in the queue of before. */
  | { readonly kind: 'settling'; left: number }
  | { readonly kind: 'measuring'; readonly window: LoadWindow };

/** The limit is lower for a moment, to see what calls take without a queue. */
export class Dip {
  readonly startedMs: number;
  readonly limit: number;
  /** The limit and what was seen before. */
  readonly fromLimit: number;
  readonly before: Seen;
  readonly isSuspicion: boolean;
  #stage: Stage = { kind: 'draining' };

  constructor(
    startedMs: number,
    limit: number,
    fromLimit: number,
    before: Seen,
    isSuspicion: boolean,
  ) {
    this.startedMs = startedMs;
    this.limit = limit;
    this.fromLimit = fromLimit;
    this.before = before;
    this.isSuspicion = isSuspicion;
  }

  /** The window that a call which ends now belongs to; undefined while it tells nothing. */
  ended(nowMs: number, inFlight: number): LoadWindow | undefined {
    if (this.#stage.kind === 'draining') {
      if (inFlight > this.limit) return undefined;
      this.#stage = { kind: 'settling', left: TURNOVERS * inFlight };
    }
    if (this.#stage.kind === 'settling') {
      this.#stage.left -= 1;
      if (this.#stage.left > 0) return undefined;
      this.#stage = { kind: 'measuring', window: new LoadWindow(nowMs, inFlight) };
      return undefined;
    }
    return this.#stage.window;
  }

  isOver(nowMs: number): boolean {
    if (nowMs - this.startedMs > MAX_MS) return true;
    if (this.#stage.kind !== 'measuring') return false;
    const { window } = this.#stage;
    return (
      window.samples >= CALLS &&
      window.effectiveSamples >= SAMPLES &&
      window.lengthMs(nowMs) >= MIN_LENGTH_MS
    );
  }

  /** What it has seen; undefined where that is too little. */
  get result(): LoadWindow | undefined {
    if (this.#stage.kind !== 'measuring') return undefined;
    return this.#stage.window.effectiveSamples < MIN_SAMPLES ? undefined : this.#stage.window;
  }

  pass(nowMs: number, inFlight: number): void {
    if (this.#stage.kind === 'measuring') this.#stage.window.pass(nowMs, inFlight);
  }
}
