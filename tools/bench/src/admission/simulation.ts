// A server with some workers, a queue and exponential service times, in simulated time, so that the
// right limit is known. Seeded: it says the same every time.
import { createAdmission, type Permit } from '@ballast/admission';
import type { Limiter } from './peers.ts';

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Ours in simulated time. */
export class Ours implements Limiter {
  #nowMs = 0;
  readonly #admission = createAdmission({ minLimit: 2, readIdleMs: () => this.#nowMs });
  readonly #permits = new Map<number, Permit[]>();

  get limit(): number {
    return this.#admission.snapshot(this.#nowMs).limit;
  }

  tryEnter(nowMs: number): boolean {
    this.#nowMs = nowMs;
    const arrival = {
      method: '/',
      criticality: 'default',
      clientKey: '',
      isStream: false,
    } as const;
    const entry = this.#admission.tryEnter({ ...arrival, nowMs });
    if (entry.admitted) this.#permits.set(nowMs, [...(this.#permits.get(nowMs) ?? []), entry]);
    return entry.admitted;
  }

  ended(startedMs: number, nowMs: number): void {
    this.#nowMs = nowMs;
    const permits = this.#permits.get(startedMs)!;
    permits.pop()!.end('success', nowMs);
    if (permits.length === 0) this.#permits.delete(startedMs);
  }
}

export interface Scene {
  readonly workers: number;
  readonly serviceMs: number;
  /** Of the capacity. */
  readonly load: number;
}

export interface Seen {
  /** Every 100 ms. */
  readonly limits: readonly number[];
  /** Of those that were served, in order. */
  readonly latenciesMs: readonly number[];
}

export class Simulation {
  readonly #limiter: Limiter;
  readonly #random: () => number;
  #nowMs = 0;
  readonly #queue: number[] = [];
  /** Calls at work, the one that ends first at the front. */
  readonly #working: { readonly endsMs: number; readonly startedMs: number }[] = [];

  constructor(limiter: Limiter, seed: number) {
    this.#limiter = limiter;
    this.#random = seededRandom(seed);
  }

  run(lengthMs: number, { workers, serviceMs, load }: Scene): Seen {
    const gapMs = serviceMs / workers / load;
    const exponential = (meanMs: number) => -Math.log(1 - this.#random()) * meanMs;
    const limits: number[] = [];
    const latenciesMs: number[] = [];
    const endMs = this.#nowMs + lengthMs;
    let arrivalMs = this.#nowMs + exponential(gapMs);
    let sampleMs = this.#nowMs + 100;
    for (;;) {
      const eventMs = Math.min(arrivalMs, this.#working[0]?.endsMs ?? Infinity);
      for (; sampleMs <= Math.min(eventMs, endMs); sampleMs += 100)
        limits.push(this.#limiter.limit);
      if (eventMs > endMs) break;
      this.#nowMs = eventMs;
      if (eventMs === arrivalMs) {
        arrivalMs += exponential(gapMs);
        if (this.#limiter.tryEnter(eventMs)) this.#queue.push(eventMs);
      } else {
        const { startedMs } = this.#working.shift()!;
        latenciesMs.push(eventMs - startedMs);
        this.#limiter.ended(startedMs, eventMs);
      }
      while (this.#queue.length > 0 && this.#working.length < workers) {
        this.#begin(this.#queue.shift()!, this.#nowMs + exponential(serviceMs));
      }
    }
    this.#nowMs = endMs;
    return { limits, latenciesMs };
  }

  #begin(startedMs: number, endsMs: number): void {
    let at = this.#working.length;
    while (at > 0 && this.#working[at - 1]!.endsMs > endsMs) at -= 1;
    this.#working.splice(at, 0, { endsMs, startedMs });
  }
}

/** The smallest fixed limit with 98 % of the capacity under this load (M/M/c/K). */
export function kneeOf({ workers, load }: Scene): number {
  for (let limit = workers; ; limit += 1) {
    let [weight, sum, busy] = [1, 1, 0];
    for (let calls = 1; calls <= limit; calls += 1) {
      weight *= (load * workers) / Math.min(calls, workers);
      sum += weight;
      busy += weight * Math.min(calls, workers);
    }
    if (busy / sum >= 0.98 * workers) return limit;
  }
}
