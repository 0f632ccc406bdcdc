import { exponential, type Random } from './random.ts';

/** A call on its way through the model. */
export interface ModelCall {
  readonly client: number;
  readonly server: number;
  readonly slot: number;
  readonly sentMs: number;
  arrivedMs: number;
  inFlightAtArrival: number;
}

export interface ServerSettings {
  /** Calls that run at the same time; the rest waits in order. Infinity = no queue. */
  readonly workers: number;
  readonly meanServiceMs: number;
}

const EWMA_WEIGHT = 0.1;

/** One server: a queue in order of arrival before some workers, and an exponential service time. */
export class ModelServer {
  /** How many times slower than normal it works now. */
  slowdown = 1;
  /** Fails every call at once. */
  isFailing = false;
  served = 0;
  /** What it measures of itself, as the library's load reporter does. */
  latencyMs = 0;
  readonly #settings: ServerSettings;
  readonly #random: Random;
  readonly #waiting: ModelCall[] = [];
  #firstWaiting = 0;
  #running = 0;

  constructor(settings: ServerSettings, random: Random) {
    this.#settings = settings;
    this.#random = random;
  }

  get inFlight(): number {
    return this.#running + this.#waiting.length - this.#firstWaiting;
  }

  /** Milliseconds until the call is done; undefined where it waits. */
  arrive(call: ModelCall, nowMs: number): number | undefined {
    call.arrivedMs = nowMs;
    call.inFlightAtArrival = this.inFlight;
    if (this.#running < this.#settings.workers) return this.#run();
    this.#waiting.push(call);
    return undefined;
  }

  /** A call is done; what runs in its place, and for how long. */
  finish(call: ModelCall, nowMs: number): { next: ModelCall; serviceMs: number } | undefined {
    this.served += 1;
    this.#running -= 1;
    const tookMs = nowMs - call.arrivedMs;
    this.latencyMs += EWMA_WEIGHT * (tookMs - this.latencyMs);
    const next = this.#waiting[this.#firstWaiting];
    if (next === undefined) return undefined;
    this.#firstWaiting += 1;
    if (this.#firstWaiting === this.#waiting.length || this.#firstWaiting > 1_000) {
      this.#waiting.splice(0, this.#firstWaiting);
      this.#firstWaiting = 0;
    }
    return { next, serviceMs: this.#run() };
  }

  #run(): number {
    this.#running += 1;
    return exponential(this.#random, this.#settings.meanServiceMs * this.slowdown);
  }
}
