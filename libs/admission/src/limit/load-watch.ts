import type { Method } from './baselines.ts';
import type { Seen } from './judge-dip.ts';
import { roomyLimit } from './limit-step.ts';
import { LoadWindow } from './load-window.ts';
import type { Outcome } from './outcome.ts';
import { RecentLow } from './recent-low.ts';

/** A window has so many effective samples, or lasts for so long, in milliseconds. */
const WINDOW_SAMPLES = 30;
const MAX_WINDOW_MS = 1_000;
/** Fewer are enough where they are so many standard errors, and so many times, above the baseline. */
const LOUD = 3;
const LOUD_RATIO = 2;
/** A queue stands where calls wait for so many times what a call takes. */
const STANDING_TURNS = 1.5;
/** Latency that is less above the baseline, in milliseconds a call, is timers and collections. */
const NOISE_MS = 0.3;
/** A queue shows in latencies by at least this ratio. */
const QUEUE_RATIO = 1.5;
/** A baseline that was measured without a queue is no guess for so long, in milliseconds. */
const PROVEN_MS = 10_000;

/** What the calls of a server say, one window of time after the other. */
export class LoadWatch {
  /** Calls in flight. */
  inFlight = 0;
  /** Latency over baseline in the last window. */
  ratio = 1;
  /**
   * For an interval there were more calls than could be at work, and they took longer for it. CoDel's
   * distinction (Nichols and Jacobson, 2012): a good queue drains, a bad one stands.
   */
  isQueueStanding = false;
  /** Of the last window, or of a dip that has found a queue. */
  seen: Seen = { inFlight: 0, throughput: 0 };
  /** Calls at work in the last window by what was done; undefined where its baselines were a guess. */
  provenWorking: number | undefined;
  readonly #windowMs: number;
  readonly #low: RecentLow;
  #window = new LoadWindow(0, 0);

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
    this.#low = new RecentLow(windowMs);
  }

  /** Latencies are what a queue looks like. */
  get isSlow(): boolean {
    return this.ratio >= QUEUE_RATIO;
  }

  started(nowMs: number): void {
    this.#window.pass(nowMs, this.inFlight);
    this.#low.pass(nowMs, this.inFlight);
    this.inFlight += 1;
    this.#window.started(this.inFlight);
  }

  refused(): void {
    this.#window.refused += 1;
  }

  ended(nowMs: number): void {
    this.#window.pass(nowMs, this.inFlight);
    this.inFlight -= 1;
    this.#low.pass(nowMs, this.inFlight);
  }

  /** Begins a window: what was counted so far is of another state of things. */
  restart(nowMs: number): void {
    this.#window = new LoadWindow(nowMs, this.inFlight);
  }

  /** A call of this window, or of the one of a dip. */
  sample(
    { baselineMs, provenMs }: Pick<Method, 'baselineMs' | 'provenMs'>,
    latencyMs: number,
    nowMs: number,
    outcome: Outcome,
    window = this.#window,
  ): void {
    // What its caller gave up is no throughput: with it, a server that serves nobody in time would
    // look busy.
    if (outcome !== 'abandoned') window.ended += 1;
    else if (latencyMs > baselineMs) window.abandoned(latencyMs, baselineMs);
    if (outcome !== 'success' || Number.isNaN(baselineMs)) return;
    window.done(latencyMs, baselineMs, nowMs - provenMs < PROVEN_MS);
  }

  /** The window that ends here, if it does, with what it says in the fields above. */
  closeWindow(nowMs: number, isEnforced: boolean): LoadWindow | undefined {
    const window = this.#window;
    const lengthMs = window.lengthMs(nowMs);
    if (lengthMs < this.#windowMs) return undefined;
    // What few calls say of a queue is enough where they say it loudly: who waits for more of them
    // has a longer queue by then.
    const isLoud = !isEnforced && window.latencyRatio(0) > LOUD_RATIO && window.evidence > LOUD;
    const isEnough = isLoud || window.effectiveSamples >= WINDOW_SAMPLES;
    if (!isEnough && lengthMs < Math.max(MAX_WINDOW_MS, this.#windowMs)) return undefined;
    this.restart(nowMs);
    this.seen = window.seen(nowMs);
    if (window.samples > 0) this.ratio = window.latencyRatio(NOISE_MS);
    this.#low.intervalMs = Math.max(this.#windowMs, STANDING_TURNS * window.meanBaselineMs);
    // Where nothing was done, nothing is known but what was known before.
    if (window.hasDone) this.provenWorking = window.isProven ? window.working(nowMs) : undefined;
    this.isQueueStanding =
      this.ratio > QUEUE_RATIO && this.#low.inFlight > roomyLimit(this.seen.inFlight, this.ratio);
    return window;
  }
}
