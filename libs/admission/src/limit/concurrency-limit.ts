import { Baselines, type Method } from './baselines.ts';
import { Dip } from './dip.ts';
import { judgeDip, type Seen } from './judge-dip.ts';
import { LoadWindow } from './load-window.ts';
import { queueRoom } from './queue-room.ts';

/** A window is no longer than this, in milliseconds, and no shorter than these many samples. */
const MAX_WINDOW_MS = 1_000;
const WINDOW_SAMPLES = 30;
/** Latency that is less above the baseline, in milliseconds a call, is timers and collections. */
const NOISE_MS = 1;
/** A queue shows in latencies by at least this ratio. */
const QUEUE_RATIO = 1.25;
/** Share of the way that the limit goes with each window. */
const SMOOTHING = 0.5;
/** A latency so many times the baseline is looked into before it is believed. */
const SUSPECT_RATIO = 2;
/** A latency of less is no reason to lower a limit that is not used. */
const CALM_RATIO = 1.5;
/** A baseline of a light load that has changed is followed within about so long. */
const DRIFT_MS = 20_000;
/** A suspicion is looked into with half the limit, what is known with less than is at work. */
const SUSPICION_SHARE = 0.5;
const LOOK_SHARE = 0.8;
/** What is known is looked into so often, but for no more than a twentieth of the time. */
const LOOK_INTERVAL_MS = 10_000;
const LOOK_TIMES = 20;

/** How a call ended, as far as its latency tells anything. */
export type Outcome =
  /** It did its work: the time it took counts. */
  | 'success'
  /** It failed, or was answered without the work: its time says nothing. */
  | 'failure'
  /** The caller left, or its deadline passed: it would have taken longer than that. */
  | 'abandoned';

/**
 * `following`: the limit follows the ratio of latency to baseline. `dipping`: for a moment it is
 * lower, which tells a queue from a service that has become slower.
 */
type Phase = { readonly kind: 'following' } | { readonly kind: 'dipping'; readonly dip: Dip };

const FOLLOWING: Phase = { kind: 'following' };

export interface LimitOptions {
  readonly min: number;
  readonly max: number;
  /** The limit is reconsidered so often at most, in milliseconds. */
  readonly windowMs: number;
}

/**
 * How many calls at a time are worth starting. As in Netflix's Gradient2 the limit is
 * `limit × baseline / latency + room for a queue`, which by Little's law settles at what the server
 * works on, plus that room. It differs in three ways. The baseline is one for each method, and calls
 * count by their time. It is not the average of the past, which an overload drags along, but what
 * was measured with few calls in flight. And a deep fall has to be earned: where throughput falls
 * with the limit there was no queue, the service is slower, and the limit goes back.
 */
export class ConcurrencyLimit {
  /** Calls in flight. */
  inFlight = 0;
  /** Latency over baseline in the last window. */
  ratio = 1;
  /**
   * Throughout the last window there were more calls than could be at work, and they took longer
   * for it. CoDel's distinction (Nichols and Jacobson, 2012): a good queue drains, a bad one stands.
   */
  isQueueStanding = false;
  readonly baselines = new Baselines();
  readonly #min: number;
  readonly #max: number;
  readonly #windowMs: number;
  #limit: number;
  #phase: Phase = FOLLOWING;
  #window = new LoadWindow(0, 0);
  #seen: Seen = { inFlight: 0, throughput: 0 };
  #lookMs = Infinity;

  constructor(options: LimitOptions) {
    this.#min = options.min;
    this.#max = options.max;
    this.#windowMs = options.windowMs;
    this.#limit = options.max;
  }

  /** What holds now: less during a dip. */
  get limit(): number {
    return this.#phase.kind === 'dipping' ? this.#phase.dip.limit : this.#limit;
  }

  /** What it is apart from dips. */
  get steadyLimit(): number {
    return this.#limit;
  }

  /** Completions a second in the last window. */
  get throughput(): number {
    return this.#seen.throughput;
  }

  /** Calls that the server works on at the limit. */
  get working(): number {
    return Math.max(1, this.#limit - queueRoom(this.#limit));
  }

  started(nowMs: number): void {
    this.#pass(nowMs);
    this.inFlight += 1;
    if (this.inFlight > this.#window.mostInFlight) this.#window.mostInFlight = this.inFlight;
  }

  refused(): void {
    this.#window.refused += 1;
  }

  /** `isEnforced`: calls above the limit are refused at present. */
  ended(
    method: Method,
    startedMs: number,
    nowMs: number,
    outcome: Outcome,
    isEnforced: boolean,
  ): void {
    this.#pass(nowMs);
    this.inFlight -= 1;
    const dip = this.#phase.kind === 'dipping' ? this.#phase.dip : undefined;
    const window = dip === undefined ? this.#window : dip.ended(nowMs, this.inFlight);
    if (window !== undefined) {
      window.ended += 1;
      this.#sample(window, method, nowMs - startedMs, outcome);
    }
    if (dip === undefined) this.#checkWindow(nowMs, isEnforced);
    else if (dip.isOver(nowMs)) this.#endDip(dip, nowMs);
  }

  /** Calls above the limit are refused from now on. */
  enforced(nowMs: number): void {
    this.#lookMs = Math.min(this.#lookMs, nowMs + LOOK_INTERVAL_MS / 5);
    if (this.#phase.kind === 'dipping' || this.ratio < SUSPECT_RATIO) return;
    // The limit was found without anybody being refused: nothing has confirmed it.
    const limit = Math.max(this.#limit, this.#seen.inFlight * SUSPICION_SHARE);
    this.#dip(nowMs, limit, Math.max(this.#limit, this.#seen.inFlight), true);
  }

  #pass(nowMs: number): void {
    this.#window.pass(nowMs, this.inFlight);
    if (this.#phase.kind === 'dipping') this.#phase.dip.pass(nowMs, this.inFlight);
  }

  #sample(window: LoadWindow, method: Method, latencyMs: number, outcome: Outcome): void {
    if (outcome === 'success') {
      if (method.baselineMs >= 0) window.sample(latencyMs, method.baselineMs);
      this.baselines.count(method, latencyMs);
    } else if (outcome === 'abandoned' && latencyMs > method.baselineMs) {
      window.sample(latencyMs, method.baselineMs);
    }
  }

  #checkWindow(nowMs: number, isEnforced: boolean): void {
    const window = this.#window;
    const lengthMs = window.lengthMs(nowMs);
    if (lengthMs < this.#windowMs) return;
    if (
      window.effectiveSamples < WINDOW_SAMPLES &&
      lengthMs < Math.max(MAX_WINDOW_MS, this.#windowMs)
    )
      return;
    const inFlight = window.meanInFlight(nowMs);
    this.#seen = { inFlight, throughput: (window.ended * 1_000) / lengthMs };
    if (window.samples > 0) this.ratio = window.latencyRatio(NOISE_MS);
    const worthwhile = roomyLimit(inFlight / Math.max(1, this.ratio));
    this.isQueueStanding = this.ratio > QUEUE_RATIO && window.fewestInFlight > worthwhile;
    this.#window = new LoadWindow(nowMs, this.inFlight);
    const isUsed = window.refused > 0 || window.mostInFlight >= Math.floor(this.#limit);
    this.#learn(lengthMs, inFlight, isUsed);
    if (isEnforced && isUsed && this.#startDip(nowMs)) return;
    this.#follow(inFlight, isUsed);
  }

  #startDip(nowMs: number): boolean {
    if (this.ratio >= SUSPECT_RATIO) {
      this.#dip(nowMs, this.#limit * SUSPICION_SHARE, this.#limit, true);
      return true;
    }
    if (nowMs < this.#lookMs) return false;
    this.#dip(nowMs, this.working * LOOK_SHARE, this.#limit, false);
    return true;
  }

  #follow(inFlight: number, isUsed: boolean): void {
    const used = isUsed ? Math.max(this.#limit, inFlight) : inFlight;
    const next = roomyLimit(used / Math.max(1, this.ratio));
    // No growth while the limit is not used, no fall without a queue.
    if (next > this.#limit ? !isUsed : this.ratio < CALM_RATIO && !isUsed) return;
    // A limit that is not used does no harm, and should be right when it is.
    this.#setLimit(isUsed ? this.#limit + (next - this.#limit) * SMOOTHING : next);
  }

  #learn(lengthMs: number, inFlight: number, isUsed: boolean): void {
    const isLight = !isUsed && inFlight < this.#limit / 2;
    if (!isLight) this.baselines.learn('loaded');
    else if (this.ratio < CALM_RATIO) this.baselines.learn('unloaded');
    // Slower, with few calls: a new state of things if it lasts, and a queue that grows if not.
    else this.baselines.drift(Math.min(0.2, lengthMs / DRIFT_MS));
  }

  #dip(nowMs: number, limit: number, fromLimit: number, isSuspicion: boolean): void {
    const to = Math.max(this.#min, limit);
    this.#phase = { kind: 'dipping', dip: new Dip(nowMs, to, fromLimit, this.#seen, isSuspicion) };
    this.baselines.restart();
  }

  #endDip(dip: Dip, nowMs: number): void {
    const tookMs = nowMs - dip.startedMs;
    this.#lookMs = nowMs + Math.max(LOOK_INTERVAL_MS, tookMs * LOOK_TIMES);
    if (dip.result !== undefined) this.#conclude(dip, dip.result, nowMs);
    this.#phase = FOLLOWING;
    this.#window = new LoadWindow(nowMs, this.inFlight);
    this.baselines.restart();
  }

  #conclude(dip: Dip, window: LoadWindow, nowMs: number): void {
    const ratio = window.latencyRatio(0);
    const inFlight = window.meanInFlight(nowMs);
    const during = { inFlight, throughput: (window.ended * 1_000) / window.lengthMs(nowMs) };
    const verdict = judgeDip(ratio, dip.before, during);
    switch (verdict) {
      case 'as known':
        this.baselines.learn('unloaded');
        // By Little's law, what is at work is what comes out times what it takes.
        this.#setLimit(
          dip.isSuspicion
            ? Math.max(dip.limit, roomyLimit(dip.before.inFlight / Math.max(1, this.ratio)))
            : dip.fromLimit,
        );
        break;
      case 'faster':
        this.baselines.replace();
        this.#setLimit(dip.fromLimit);
        // What was measured may itself have been a queue.
        this.#lookMs = nowMs;
        break;
      case 'slower':
        this.baselines.replace();
        this.#setLimit(dip.fromLimit);
        break;
      case 'queue':
        this.#setLimit(dip.limit);
        this.#seen = during;
        break;
      default:
        verdict satisfies never;
    }
  }

  #setLimit(limit: number): void {
    this.#limit = Math.min(this.#max, Math.max(this.#min, limit));
  }
}

function roomyLimit(working: number): number {
  return working + queueRoom(working);
}
