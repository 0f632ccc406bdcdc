import { Baselines, type Method } from './baselines.ts';
import { Dip } from './dip.ts';
import { DipRow, limitAfter } from './dip-row.ts';
import { FallWatch } from './fall-watch.ts';
import { learn } from './learn.ts';
import { LimitStep, roomyLimit } from './limit-step.ts';
import { LoadWatch } from './load-watch.ts';
import type { LoadWindow } from './load-window.ts';
import { LookSchedule } from './look-schedule.ts';
import type { Outcome } from './outcome.ts';
import { queueRoom } from './queue-room.ts';

/** Below this share of what it can do, a server has no queue but by chance. */
const SERVABLE_LOAD = 0.9;
/** Calls in flight over the limit, where those of before it are gone. */
const DRAINED = 1.25;
/** A latency so many times the baseline is looked into before it is believed. */
const SUSPECT_RATIO = 2;
/**
 * A suspicion is looked into with the limit that it asks for, but no less than this share of the
 * calls in flight: if it is wrong, it costs the others. What is known, with less than is at work.
 */
const SUSPICION_SHARE = 0.25;
const LOOK_SHARE = 0.8;

/** `dipping`: for a moment the limit is lower, which tells a queue from a slower service. */
type Phase = { readonly kind: 'following' } | { readonly kind: 'dipping'; readonly dip: Dip };

const FOLLOWING: Phase = { kind: 'following' };

export interface LimitOptions {
  readonly min: number;
  readonly max: number;
  /** The limit is reconsidered so often at most, in milliseconds. */
  readonly windowMs: number;
}

/** A call as its permit knows it. */
export interface EndedCall {
  readonly startedMs: number;
  /** So few calls were in flight when it came that there was no queue before it. */
  readonly isFree: boolean;
}

/**
 * How many calls at a time are worth starting. As in Netflix's Gradient2 the limit is
 * `limit × baseline / latency + room for a queue`, which by Little's law settles at what the server
 * works on, plus that room. It differs in three ways. The baseline is one for each method, and calls
 * count by their time. It is not the average of the past, which an overload drags along, but what
 * was measured with few calls in flight: with no more than `min` there is no queue, and what calls
 * take then is proven. And a fall has to be earned: where throughput falls with
 * the limit there was no queue, the service is slower, and the limit goes back.
 */
export class ConcurrencyLimit {
  readonly baselines = new Baselines();
  /** What came in the last window, refused or not, could have been served without a queue. */
  isServable = false;
  readonly #options: LimitOptions;
  readonly #watch: LoadWatch;
  readonly #step = new LimitStep();
  readonly #falls = new FallWatch();
  readonly #looks = new LookSchedule();
  readonly #row: DipRow;
  #limit: number;
  #phase: Phase = FOLLOWING;
  /** Calls above the limit were refused at some time; before, it is a guess. */
  #isConfirmed = false;

  constructor(options: LimitOptions) {
    this.#options = options;
    this.#watch = new LoadWatch(options.windowMs);
    this.#row = new DipRow(options.min);
    this.#limit = options.max;
  }

  /** Calls in flight. */
  get inFlight(): number {
    return this.#watch.inFlight;
  }

  /** Latency over baseline in the last window. */
  get ratio(): number {
    return this.#watch.ratio;
  }

  get isQueueStanding(): boolean {
    return this.#watch.isQueueStanding;
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
    return this.#watch.seen.throughput;
  }

  /** Calls that the server works on at the limit. */
  get working(): number {
    return Math.max(1, this.#limit - queueRoom);
  }

  /** True where so few calls are in flight that there can be no queue before this one. */
  started(nowMs: number): boolean {
    this.#passDip(nowMs);
    this.#watch.started(nowMs);
    return this.inFlight <= this.#options.min;
  }

  refused(): void {
    this.#watch.refused();
  }

  /** `isEnforced`: calls above the limit are refused at present. */
  ended(
    call: EndedCall,
    method: Method,
    nowMs: number,
    outcome: Outcome,
    isEnforced: boolean,
  ): void {
    this.#passDip(nowMs);
    this.#watch.ended(nowMs);
    if (!isEnforced) this.#leaveDip(nowMs);
    const latencyMs = nowMs - call.startedMs;
    const dip = this.#phase.kind === 'dipping' ? this.#phase.dip : undefined;
    const window = dip?.ended(nowMs, this.inFlight);
    // The first calls of a dip have waited in the queue of before.
    if (dip === undefined || window !== undefined) {
      this.#watch.sample(method, latencyMs, nowMs, outcome, window);
      if (outcome === 'success') this.baselines.count(method, latencyMs);
    }
    if (outcome === 'success' && call.isFree) this.baselines.countFree(method, latencyMs, nowMs);
    if (dip === undefined) this.#closeWindow(nowMs, isEnforced);
    else if (dip.isOver(nowMs)) this.#endDip(dip, nowMs);
  }

  /** Calls above the limit are refused from now on. */
  enforced(nowMs: number): void {
    this.#isConfirmed = true;
    const { provenWorking, seen, ratio } = this.#watch;
    this.#falls.restart(seen.throughput, ratio);
    if (provenWorking !== undefined) {
      this.#looks.later(nowMs);
      this.#setLimit(provenWorking + queueRoom);
      return;
    }
    this.#looks.soon(nowMs);
    // The limit was found without anybody being refused: nothing has confirmed it.
    if (ratio >= SUSPECT_RATIO) this.#lookIntoQueue(nowMs);
  }

  #passDip(nowMs: number): void {
    if (this.#phase.kind === 'dipping') this.#phase.dip.pass(nowMs, this.inFlight);
  }

  #closeWindow(nowMs: number, isEnforced: boolean): void {
    const window = this.#watch.closeWindow(nowMs, isEnforced);
    if (window === undefined) return;
    const { ratio, isQueueStanding, isSlow, seen } = this.#watch;
    this.isServable =
      !isQueueStanding && !isSlow && window.demand(nowMs) < this.working * SERVABLE_LOAD;
    const isFew = !this.#isConfirmed || seen.inFlight < this.#limit / 2;
    const isLight = isFew && !isEnforced && !isQueueStanding;
    const lengthMs = window.lengthMs(nowMs);
    if (learn(this.baselines, { isLight, isSlow, lengthMs })) this.#looks.soon(nowMs);
    // Those who were let in before are still here, and their wait is no news.
    const isDraining = seen.inFlight > this.#limit * DRAINED;
    if (isEnforced && isDraining && this.#watch.provenWorking !== undefined) return;
    const isUsed = window.refused > 0 || window.mostInFlight >= Math.floor(this.#limit);
    if (isEnforced && isUsed && (this.#startDip(nowMs) || this.#takeBack())) return;
    this.#setLimit(this.#step.next(this.#limit, { inFlight: seen.inFlight, ratio, isUsed }));
  }

  #startDip(nowMs: number): boolean {
    if (this.#watch.provenWorking !== undefined) return false;
    if (this.ratio >= SUSPECT_RATIO) {
      this.#lookIntoQueue(nowMs);
      return true;
    }
    if (!this.#looks.isDue(nowMs)) return false;
    this.#dip(nowMs, this.working * LOOK_SHARE, this.#limit, false);
    return true;
  }

  #lookIntoQueue(nowMs: number): void {
    const { inFlight } = this.#watch.seen;
    const to = Math.max(roomyLimit(inFlight, this.ratio), inFlight * SUSPICION_SHARE);
    this.#dip(nowMs, to, Math.max(this.#limit, inFlight), true);
  }

  /** A slow fall that has brought nothing. */
  #takeBack(): boolean {
    const unearned = this.#falls.observe(this.#limit, this.throughput, this.ratio);
    if (unearned === undefined) return false;
    this.baselines.scale(unearned.ratio);
    this.#setLimit(unearned.limit);
    return true;
  }

  #dip(nowMs: number, limit: number, fromLimit: number, isSuspicion: boolean): void {
    const to = Math.max(this.#options.min, limit);
    this.#phase = {
      kind: 'dipping',
      dip: new Dip(nowMs, to, fromLimit, this.#watch.seen, isSuspicion),
    };
    this.baselines.restart();
  }

  /** A limit that nobody is held to tells nothing. */
  #leaveDip(nowMs: number): void {
    if (this.#phase.kind === 'following') return;
    this.#phase = FOLLOWING;
    this.#watch.restart(nowMs);
    this.baselines.restart();
  }

  #endDip(dip: Dip, nowMs: number): void {
    this.#looks.looked(nowMs - dip.startedMs, nowMs);
    if (dip.result !== undefined) this.#conclude(dip, dip.result, nowMs);
    this.#phase = FOLLOWING;
    this.#watch.restart(nowMs);
    this.baselines.restart();
  }

  #conclude(dip: Dip, window: LoadWindow, nowMs: number): void {
    const ratio = window.latencyRatio(0);
    const during = window.seen(nowMs);
    const verdict = this.#row.judge(dip, ratio, during);
    if (verdict === 'queue') this.#watch.seen = during;
    else if (verdict === 'as known') this.baselines.learn('unloaded');
    else {
      this.baselines.replace();
      this.#looks.soon(nowMs);
    }
    if (verdict !== 'as known') this.#falls.restart(during.throughput, ratio);
    this.#setLimit(limitAfter(verdict, dip, this.ratio));
  }

  #setLimit(limit: number): void {
    this.#limit = Math.min(this.#options.max, Math.max(this.#options.min, limit));
  }
}
