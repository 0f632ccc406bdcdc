import type { Seen } from './judge-dip.ts';

/** Of the time that calls would have taken without load. */
const PROVEN_SHARE = 0.8;

/** What happened over a stretch of time, in sums. */
export class LoadWindow {
  startedMs: number;
  /** Calls that succeeded and whose method has a baseline. */
  samples = 0;
  /** Calls that ended, but for those that their callers gave up: nothing was done for them. */
  ended = 0;
  refused = 0;
  latencySumMs = 0;
  #latencySquares = 0;
  /** What the same calls would have taken without load. */
  baselineSumMs = 0;
  /** The part of it that is proven: measured lately, without a queue. */
  #provenSumMs = 0;
  /** The part of it that was done. */
  #doneSumMs = 0;
  #inFlightTime = 0;
  #countedMs: number;
  #started = 0;
  mostInFlight: number;

  constructor(nowMs: number, inFlight: number) {
    this.startedMs = nowMs;
    this.#countedMs = nowMs;
    this.mostInFlight = inFlight;
  }

  /** To be called before `inFlight` changes. */
  pass(nowMs: number, inFlight: number): void {
    this.#inFlightTime += inFlight * (nowMs - this.#countedMs);
    this.#countedMs = nowMs;
    if (inFlight > this.mostInFlight) this.mostInFlight = inFlight;
  }

  /** A call that was let in; with it so many are in flight. */
  started(inFlight: number): void {
    this.#started += 1;
    if (inFlight > this.mostInFlight) this.mostInFlight = inFlight;
  }

  /** A call that has succeeded. */
  done(latencyMs: number, baselineMs: number, isProven: boolean): void {
    this.#sample(latencyMs, baselineMs);
    this.#doneSumMs += baselineMs;
    if (isProven) this.#provenSumMs += baselineMs;
  }

  /** A call that would have taken longer than that, if its caller had not given it up. */
  abandoned(latencyMs: number, baselineMs: number): void {
    this.#sample(latencyMs, baselineMs);
  }

  get hasDone(): boolean {
    return this.#doneSumMs > 0;
  }

  /** Whether the baselines of its calls are no guess. */
  get isProven(): boolean {
    return this.#provenSumMs > this.#doneSumMs * PROVEN_SHARE;
  }

  /**
   * Calls at work, on average: by the utilization law what was done, in time without load, over the
   * time that passed. Latencies tell of a call's start, and lag behind a queue that grows; this does
   * not.
   */
  working(nowMs: number): number {
    return this.#doneSumMs / this.lengthMs(nowMs);
  }

  /** Calls that would be at work if all that came were served. */
  demand(nowMs: number): number {
    return ((this.#started + this.refused) * this.meanBaselineMs) / this.lengthMs(nowMs);
  }

  /** What a call takes without load, on average; 0 where there was none. */
  get meanBaselineMs(): number {
    return this.samples === 0 ? 0 : this.baselineSumMs / this.samples;
  }

  /** By how many standard errors calls take longer than without load, exponential times assumed. */
  get evidence(): number {
    return Math.log(this.latencyRatio(0)) * Math.sqrt(this.effectiveSamples);
  }

  lengthMs(nowMs: number): number {
    return nowMs - this.startedMs;
  }

  /**
   * How many calls of equal length would tell as much (Kish's effective sample size): a report of
   * 200 ms among a hundred reads of 1 ms is most of the sum, and one throw of the dice.
   */
  get effectiveSamples(): number {
    return this.samples === 0 ? 0 : (this.latencySumMs * this.latencySumMs) / this.#latencySquares;
  }

  seen(nowMs: number): Seen {
    return {
      inFlight: this.meanInFlight(nowMs),
      throughput: (this.ended * 1_000) / this.lengthMs(nowMs),
    };
  }

  meanInFlight(nowMs: number): number {
    const lengthMs = this.lengthMs(nowMs);
    return lengthMs > 0 ? this.#inFlightTime / lengthMs : this.mostInFlight;
  }

  /**
   * How many times longer than without load the calls took, all together. Each call counts by its
   * time, so that by Little's law the ratio is that of calls in flight to calls at work, whatever
   * the mix of methods. What is less than `noiseMs` a call is no queue: timers and collections.
   */
  latencyRatio(noiseMs: number): number {
    if (this.samples === 0 || this.baselineSumMs === 0) return 1;
    const queuedMs = (this.latencySumMs - this.baselineSumMs) / this.samples;
    if (Math.abs(queuedMs) < noiseMs) return 1;
    return this.latencySumMs / this.baselineSumMs;
  }

  #sample(latencyMs: number, baselineMs: number): void {
    this.samples += 1;
    this.latencySumMs += latencyMs;
    this.#latencySquares += latencyMs * latencyMs;
    this.baselineSumMs += baselineMs;
  }
}
