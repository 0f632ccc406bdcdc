import { Baselines, type Method } from './baselines.ts';
import { Dip } from './dip.ts';
import { FallWatch } from './fall-watch.ts';
import { type DipVerdict, judgeDip, type Seen } from './judge-dip.ts';
import { learn } from './learn.ts';
import { LimitStep, roomyLimit } from './limit-step.ts';
import { LoadWindow } from './load-window.ts';
import { LookSchedule } from './look-schedule.ts';
import type { Outcome } from './outcome.ts';
import { queueRoom } from './queue-room.ts';

/** A window has so many effective samples, or lasts for so long, in milliseconds. */
const WINDOW_SAMPLES = 30;
const MAX_WINDOW_MS = 1_000;
/** Latency that is less above the baseline, in milliseconds a call, is timers and collections. */
const NOISE_MS = 0.3;
/** A queue shows in latencies by at least this ratio. */
const QUEUE_RATIO = 1.5;
/** A latency so many times the baseline is looked into before it is believed. */
const SUSPECT_RATIO = 2;
/**
 * A suspicion is looked into with the limit that it asks for, but no less than this share of the
 * calls in flight: if it is wrong, it costs the others. What is known, with less than is at work.
 */
const SUSPICION_SHARE = 0.25;
const LOOK_SHARE = 0.8;
/** Where the service is slower, the limit was too low for what it was, by at least this factor. */
const SLOWER_GROWTH = 1.5;

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
 * was measured with few calls in flight. And a fall has to be earned: where throughput falls with
 * the limit there was no queue, the service is slower, and the limit goes back.
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
  readonly #options: LimitOptions;
  readonly #step = new LimitStep();
  readonly #falls = new FallWatch();
  readonly #looks = new LookSchedule();
  #limit: number;
  #phase: Phase = FOLLOWING;
  #window = new LoadWindow(0, 0);
  #seen: Seen = { inFlight: 0, throughput: 0 };
  /** What was seen before the first of a row of dips that found a queue each. */
  #rowBefore: Seen | undefined;
  /** Calls above the limit were refused at some time; before, it is a guess. */
  #isConfirmed = false;

  constructor(options: LimitOptions) {
    this.#options = options;
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
    return Math.max(1, this.#limit - queueRoom);
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
    this.#isConfirmed = true;
    this.#looks.soon(nowMs);
    this.#falls.restart(this.#seen.throughput, this.ratio);
    if (this.#phase.kind === 'dipping' || this.ratio < SUSPECT_RATIO) return;
    // The limit was found without anybody being refused: nothing has confirmed it.
    this.#lookIntoQueue(nowMs);
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
    const { windowMs } = this.#options;
    if (lengthMs < windowMs) return;
    const isEnough = window.effectiveSamples >= WINDOW_SAMPLES;
    if (!isEnough && lengthMs < Math.max(MAX_WINDOW_MS, windowMs)) return;
    this.#window = new LoadWindow(nowMs, this.inFlight);
    this.#seen = window.seen(nowMs);
    if (window.samples > 0) this.ratio = window.latencyRatio(NOISE_MS);
    const { inFlight } = this.#seen;
    this.isQueueStanding =
      this.ratio > QUEUE_RATIO && window.fewestInFlight > roomyLimit(inFlight, this.ratio);
    const isFew = !this.#isConfirmed || inFlight < this.#limit / 2;
    const isLight = isFew && !isEnforced && !this.isQueueStanding;
    const isSlow = this.ratio >= QUEUE_RATIO;
    if (learn(this.baselines, { isLight, isSlow, lengthMs })) this.#looks.soon(nowMs);
    const isUsed = window.refused > 0 || window.mostInFlight >= Math.floor(this.#limit);
    if (isEnforced && isUsed && (this.#startDip(nowMs) || this.#takeBack())) return;
    this.#setLimit(this.#step.next(this.#limit, { inFlight, ratio: this.ratio, isUsed }));
  }

  #startDip(nowMs: number): boolean {
    if (this.ratio >= SUSPECT_RATIO) {
      this.#lookIntoQueue(nowMs);
      return true;
    }
    if (!this.#looks.isDue(nowMs)) return false;
    this.#dip(nowMs, this.working * LOOK_SHARE, this.#limit, false);
    return true;
  }

  #lookIntoQueue(nowMs: number): void {
    const { inFlight } = this.#seen;
    const to = Math.max(roomyLimit(inFlight, this.ratio), inFlight * SUSPICION_SHARE);
    this.#dip(nowMs, to, Math.max(this.#limit, inFlight), true);
  }

  /** A slow fall that has brought nothing. */
  #takeBack(): boolean {
    const unearned = this.#falls.observe(this.#limit, this.#seen.throughput, this.ratio);
    if (unearned === undefined) return false;
    this.baselines.scale(unearned.ratio);
    this.#setLimit(unearned.limit);
    return true;
  }

  #dip(nowMs: number, limit: number, fromLimit: number, isSuspicion: boolean): void {
    const to = Math.max(this.#options.min, limit);
    this.#phase = { kind: 'dipping', dip: new Dip(nowMs, to, fromLimit, this.#seen, isSuspicion) };
    this.baselines.restart();
  }

  #endDip(dip: Dip, nowMs: number): void {
    this.#looks.looked(nowMs - dip.startedMs, nowMs);
    if (dip.result !== undefined) this.#conclude(dip, dip.result, nowMs);
    this.#phase = FOLLOWING;
    this.#window = new LoadWindow(nowMs, this.inFlight);
    this.baselines.restart();
  }

  #conclude(dip: Dip, window: LoadWindow, nowMs: number): void {
    const ratio = window.latencyRatio(0);
    const during = window.seen(nowMs);
    const verdict = this.#judge(dip, ratio, during);
    this.#rowBefore = verdict === 'queue' ? (this.#rowBefore ?? dip.before) : undefined;
    if (verdict !== 'as known') this.#falls.restart(during.throughput, ratio);
    switch (verdict) {
      case 'as known':
        this.baselines.learn('unloaded');
        this.#setLimit(
          dip.isSuspicion
            ? Math.max(dip.limit, roomyLimit(dip.before.inFlight, this.ratio))
            : dip.fromLimit,
        );
        break;
      case 'faster':
      case 'slower':
        this.baselines.replace();
        this.#looks.soon(nowMs);
        // The same demand keeps more calls of a slower service in flight.
        this.#setLimit(dip.fromLimit * (verdict === 'slower' ? SLOWER_GROWTH : 1));
        break;
      case 'queue':
        this.#setLimit(dip.limit);
        this.#seen = during;
        break;
      default:
        verdict satisfies never;
    }
  }

  /** With the least of calls there is nothing to compare with: what they take is the baseline. */
  #judge(dip: Dip, ratio: number, during: Seen): DipVerdict {
    const verdict = judgeDip(ratio, dip.before, during);
    if (verdict !== 'queue') return verdict;
    if (dip.limit <= this.#options.min) return 'slower';
    return this.#rowBefore === undefined ? verdict : judgeDip(ratio, this.#rowBefore, during);
  }

  #setLimit(limit: number): void {
    this.#limit = Math.min(this.#options.max, Math.max(this.#options.min, limit));
  }
}
