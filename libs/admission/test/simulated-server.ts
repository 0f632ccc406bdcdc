// A server with some workers and a queue in simulated time: what the limit has to find is known.
import {
  type Admission,
  type AdmissionOptions,
  createAdmission,
  type Criticality,
  type Permit,
} from '../src/index.ts';

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** For servers that work on a handful of calls at a time. */
const FINE = { minLimit: 2, busyLoopMs: 100 };

/** Calls of one kind: Poisson arrivals. */
export interface Demand {
  readonly callsPerSecond: number;
  readonly serviceMs: number;
  /** Service times: exponential (default), or within a quarter of the mean. */
  readonly spread?: 'exponential' | 'even';
  /** After so long a caller leaves, and its call with it. Default: never. */
  readonly timeoutMs?: number;
  readonly method?: string;
  readonly criticality?: Criticality;
  readonly client?: string;
}

interface Job {
  readonly demand: Demand;
  readonly permit: Permit;
  readonly arrivedMs: number;
  readonly leavesMs: number;
}

export interface Tally {
  /** Let in. */
  served: number;
  refused: number;
  /** Let in, and given up by their callers. */
  abandoned: number;
  readonly latenciesMs: number[];
}

export class SimulatedServer {
  nowMs = 0;
  workers: number;
  readonly admission: Admission;
  readonly #random: () => number;
  #queue: Job[] = [];
  #working: { readonly endsMs: number; readonly job: Job }[] = [];

  constructor(workers: number, seed: number, options: AdmissionOptions = FINE) {
    this.workers = workers;
    this.#random = seededRandom(seed);
    // The event loop of a simulation has all the time there is.
    this.admission = createAdmission({
      ...options,
      random: this.#random,
      readIdleMs: () => this.nowMs,
    });
  }

  /** Lets the demands come for so long; `sample` is called every 100 ms. */
  run(lengthMs: number, demands: readonly Demand[], sample?: () => void): Map<Demand, Tally> {
    const tallies = new Map<Demand, Tally>();
    for (const demand of demands) {
      tallies.set(demand, { served: 0, refused: 0, abandoned: 0, latenciesMs: [] });
    }
    const endMs = this.nowMs + lengthMs;
    const nextMs = demands.map((demand) => this.nowMs + this.#gapMs(demand));
    let sampleMs = this.nowMs + 100;
    for (;;) {
      const arrivalMs = Math.min(...nextMs);
      const completionMs = this.#working[0]?.endsMs ?? Infinity;
      const leavingMs = this.#firstLeavingMs();
      const eventMs = Math.min(arrivalMs, completionMs, leavingMs);
      while (sample !== undefined && sampleMs <= Math.min(eventMs, endMs)) {
        sample();
        sampleMs += 100;
      }
      if (eventMs > endMs) break;
      this.nowMs = eventMs;
      if (leavingMs === eventMs) this.#abandon(tallies);
      else if (completionMs <= arrivalMs) this.#complete(tallies);
      else {
        const index = nextMs.indexOf(arrivalMs);
        nextMs[index] = arrivalMs + this.#gapMs(demands[index]!);
        this.#arrive(demands[index]!, tallies);
      }
    }
    this.nowMs = endMs;
    return tallies;
  }

  #arrive(demand: Demand, tallies: Map<Demand, Tally>): void {
    const entry = this.admission.tryEnter({
      method: demand.method ?? '/shop.Orders/Get',
      criticality: demand.criticality ?? 'default',
      clientKey: demand.client ?? 'one',
      isStream: false,
      nowMs: this.nowMs,
    });
    const tally = tallies.get(demand)!;
    if (!entry.admitted) {
      tally.refused += 1;
      return;
    }
    tally.served += 1;
    const leavesMs = this.nowMs + (demand.timeoutMs ?? Infinity);
    this.#queue.push({ demand, permit: entry, arrivedMs: this.nowMs, leavesMs });
    this.#dispatch();
  }

  #complete(tallies: Map<Demand, Tally>): void {
    const { job } = this.#working.shift()!;
    tallies.get(job.demand)?.latenciesMs.push(this.nowMs - job.arrivedMs);
    job.permit.end('success', this.nowMs);
    this.#dispatch();
  }

  #firstLeavingMs(): number {
    let first = Infinity;
    for (const { leavesMs } of this.#queue) first = Math.min(first, leavesMs);
    for (const { job } of this.#working) first = Math.min(first, job.leavesMs);
    return first;
  }

  /** Those whose time is up are worked on no longer. */
  #abandon(tallies: Map<Demand, Tally>): void {
    const isUp = ({ leavesMs }: Job): boolean => leavesMs <= this.nowMs;
    const gone = [...this.#queue, ...this.#working.map(({ job }) => job)].filter(isUp);
    this.#queue = this.#queue.filter((job) => !isUp(job));
    this.#working = this.#working.filter(({ job }) => !isUp(job));
    for (const { demand, permit } of gone) {
      const tally = tallies.get(demand);
      if (tally !== undefined) tally.abandoned += 1;
      permit.end('abandoned', this.nowMs);
    }
    this.#dispatch();
  }

  #serviceMs({ serviceMs, spread = 'exponential' }: Demand): number {
    const draw = this.#random();
    return spread === 'even' ? serviceMs * (0.75 + 0.5 * draw) : -Math.log(1 - draw) * serviceMs;
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && this.#working.length < this.workers) {
      const job = this.#queue.shift()!;
      const endsMs = this.nowMs + this.#serviceMs(job.demand);
      let at = this.#working.length;
      while (at > 0 && this.#working[at - 1]!.endsMs > endsMs) at -= 1;
      this.#working.splice(at, 0, { endsMs, job });
    }
  }

  #gapMs(demand: Demand): number {
    return (-Math.log(1 - this.#random()) * 1_000) / demand.callsPerSecond;
  }
}
