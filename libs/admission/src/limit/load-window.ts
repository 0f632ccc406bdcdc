import type { Seen } from './judge-dip.ts';

/** What happened over a stretch of time, in sums. */
export class LoadWindow {
  startedMs: number;
  /** Calls that succeeded and whose method has a baseline. */
  samples = 0;
  /** Calls that ended, in whatever way. */
  ended = 0;
  refused = 0;
  latencySumMs = 0;
  #latencySquares = 0;
  /** What the same calls would have taken without load. */
  baselineSumMs = 0;
  #inFlightTime = 0;
  #countedMs: number;
  mostInFlight: number;
  fewestInFlight: number;

  constructor(nowMs: number, inFlight: number) {
    this.startedMs = nowMs;
    this.#countedMs = nowMs;
    this.mostInFlight = inFlight;
    this.fewestInFlight = inFlight;
  }

  /** To be called before `inFlight` changes. */
  pass(nowMs: number, inFlight: number): void {
    this.#inFlightTime += inFlight * (nowMs - this.#countedMs);
    this.#countedMs = nowMs;
    if (inFlight > this.mostInFlight) this.mostInFlight = inFlight;
    if (inFlight < this.fewestInFlight) this.fewestInFlight = inFlight;
  }

  sample(latencyMs: number, baselineMs: number): void {
    this.samples += 1;
    this.latencySumMs += latencyMs;
    this.#latencySquares += latencyMs * latencyMs;
    this.baselineSumMs += baselineMs;
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
}
