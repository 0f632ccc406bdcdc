// Two limits of Netflix's concurrency-limits, written anew from their published formulas, with its
// defaults. They see what ours sees: each call's latency, and how many were in flight.

/** What the simulation asks. */
export interface Limiter {
  readonly limit: number;
  tryEnter(nowMs: number): boolean;
  ended(startedMs: number, nowMs: number): void;
}

/** As in their WindowedLimit: what they see is the average of a second, and the most in flight. */
const WINDOW_MS = 1_000;
const WINDOW_SAMPLES = 10;

abstract class WindowedLimiter implements Limiter {
  limit = 20;
  #inFlight = 0;
  #windowMs = 0;
  #samples = 0;
  #sumMs = 0;
  #mostInFlight = 0;

  tryEnter(): boolean {
    if (this.#inFlight >= Math.floor(this.limit)) return false;
    this.#inFlight += 1;
    return true;
  }

  ended(startedMs: number, nowMs: number): void {
    this.#samples += 1;
    this.#sumMs += nowMs - startedMs;
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#inFlight);
    this.#inFlight -= 1;
    if (nowMs - this.#windowMs < WINDOW_MS || this.#samples < WINDOW_SAMPLES) return;
    this.update(this.#sumMs / this.#samples, this.#mostInFlight);
    this.#windowMs = nowMs;
    this.#samples = 0;
    this.#sumMs = 0;
    this.#mostInFlight = 0;
  }

  protected abstract update(latencyMs: number, inFlight: number): void;
}

/**
 * Gradient2: gradient = clamp(0.5, 1.5 × long / short, 1), limit = 0.8 × limit + 0.2 × (limit ×
 * gradient + 4), where long is an average over 600 calls. Between 20 and 200.
 */
export class Gradient2 extends WindowedLimiter {
  #longMs = 0;
  #calls = 0;

  protected update(latencyMs: number, inFlight: number): void {
    this.#calls += 1;
    const weight = this.#calls < 10 ? 1 / this.#calls : 2 / (600 + 1);
    this.#longMs += (latencyMs - this.#longMs) * weight;
    if (this.#longMs / latencyMs > 2) this.#longMs *= 0.95;
    if (inFlight < this.limit / 2) return;
    const gradient = Math.max(0.5, Math.min(1, (1.5 * this.#longMs) / latencyMs));
    const wanted = this.limit * gradient + 4;
    this.limit = Math.max(20, Math.min(200, this.limit * 0.8 + wanted * 0.2));
  }
}

/**
 * Vegas: queue = limit × (1 − shortest / latency); more below 3 × log10(limit), less above
 * 6 × log10(limit). The shortest latency is taken anew after 30 × limit calls.
 */
export class Vegas extends WindowedLimiter {
  #shortestMs = Infinity;
  #sinceProbe = 0;

  protected update(latencyMs: number, inFlight: number): void {
    this.#sinceProbe += 1;
    if (this.#sinceProbe > 30 * this.limit) {
      this.#sinceProbe = 0;
      this.#shortestMs = latencyMs;
      return;
    }
    this.#shortestMs = Math.min(this.#shortestMs, latencyMs);
    if (inFlight * 2 < this.limit) return;
    const step = Math.max(1, Math.log10(this.limit));
    const queue = Math.ceil(this.limit * (1 - this.#shortestMs / latencyMs));
    if (queue <= step) this.limit += 6 * step;
    else if (queue < 3 * step) this.limit += step;
    else if (queue > 6 * step) this.limit -= step;
    this.limit = Math.max(1, Math.min(1_000, this.limit));
  }
}
