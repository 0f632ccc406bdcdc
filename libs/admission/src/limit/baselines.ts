/** What a method takes without load, and what it took lately. */
export interface Method {
  readonly path: string;
  /** In milliseconds; NaN until it is known. */
  baselineMs: number;
  /** Calls that the baseline stands for. */
  weight: number;
  /** Successes since the last `restart`, and their time. */
  calls: number;
  sumMs: number;
  /** Successes that had no queue before them, since the baseline was last held against them. */
  freeCalls: number;
  freeSumMs: number;
  /** When that was, by the same clock; before, the baseline was inferred. */
  provenMs: number;
}

/** A method's first successes are its baseline until something better is known. */
const FIRST_CALLS = 16;
const FIRST_WEIGHT = 4;
/** A baseline of fewer calls than this is still being found. */
const MATURE_WEIGHT = 100;
/** So many calls are remembered: more are forgotten at the rate at which new ones come. */
const MEMORY_CALLS = 400;
/** What differs by so many standard errors is another baseline, not another sample of this one. */
const SIGNIFICANT = 4;
/** So many calls without a queue before them prove a baseline, or say that it is another one. */
const PROVING_CALLS = 12;
/** A method with fewer calls tells nothing of a change. */
const CHANGE_CALLS = 4;
/** Paths that arrive over the wire are the caller's choice: no more than this are told apart. */
const MAX_METHODS = 1_000;

/**
 * How far what was counted may be believed. `unloaded`: the calls had no queue before them.
 * `loaded`: they may have had, so they are an upper bound.
 */
export type Circumstance = 'unloaded' | 'loaded';

/**
 * Latencies without load, one for each method: a report of 200 ms is no slower than a read of
 * 1 ms, it is another method. Each is an average over hundreds of calls, because a limit that goes
 * by it is wrong by as much as it is; but what differs by more than chance replaces it at once.
 */
export class Baselines {
  readonly #methods = new Map<string, Method>();
  readonly #others = createMethod('others');

  methodOf(path: string): Method {
    const known = this.#methods.get(path);
    if (known !== undefined) return known;
    if (this.#methods.size >= MAX_METHODS) return this.#others;
    const method = createMethod(path);
    this.#methods.set(path, method);
    return method;
  }

  *all(): Iterable<Method> {
    yield* this.#methods.values();
    if (this.#others.calls > 0 || this.#others.baselineMs > 0) yield this.#others;
  }

  count(method: Method, latencyMs: number): void {
    method.calls += 1;
    method.sumMs += latencyMs;
    if (Number.isNaN(method.baselineMs) && method.calls >= FIRST_CALLS) {
      replace(method, method);
      // The first to end are the shortest of those that were started: no more than a hint.
      method.weight = FIRST_WEIGHT;
    }
  }

  /**
   * A success that began with so few calls in flight that there was no queue before it: its time is
   * not held against the baseline, it is one. True where that changes what was thought.
   */
  countFree(method: Method, latencyMs: number, nowMs: number): boolean {
    method.freeCalls += 1;
    method.freeSumMs += latencyMs;
    if (method.freeCalls < PROVING_CALLS) return false;
    const free = { calls: method.freeCalls, sumMs: method.freeSumMs };
    const isAnother = !(Math.abs(significance(method, free)) < SIGNIFICANT);
    if (isAnother) replace(method, free);
    else merge(method, free);
    method.freeCalls = 0;
    method.freeSumMs = 0;
    method.provenMs = nowMs;
    return isAnother;
  }

  /** Takes in what was counted, and counts anew; true where a baseline was replaced by it. */
  learn(circumstance: Circumstance): boolean {
    let isReplaced = false;
    for (const method of this.#counted()) {
      const change = significance(method, method);
      if (change < -SIGNIFICANT) {
        replace(method, method);
        isReplaced = true;
      } else if (circumstance === 'unloaded') {
        if (change > SIGNIFICANT) replace(method, method);
        else merge(method, method);
      }
    }
    this.restart();
    return isReplaced;
  }

  /** What was counted is the baseline, whatever was known before. */
  replace(): void {
    for (const method of this.#counted()) if (method.calls >= CHANGE_CALLS) replace(method, method);
    this.restart();
  }

  /** Moves the baselines by a share of the way to what was counted, and counts anew. */
  drift(share: number): void {
    for (const method of this.#counted()) {
      if (method.weight < MATURE_WEIGHT) merge(method, method);
      else method.baselineMs += (method.sumMs / method.calls - method.baselineMs) * share;
    }
    this.restart();
  }

  /** All of them were too low by this factor. */
  scale(factor: number): void {
    for (const method of this.all()) {
      method.baselineMs *= factor;
      method.weight = Math.min(method.weight, MATURE_WEIGHT);
    }
    this.restart();
  }

  /** Counts anew. */
  restart(): void {
    for (const method of this.#counted()) {
      method.calls = 0;
      method.sumMs = 0;
    }
  }

  *#counted(): Iterable<Method> {
    for (const method of this.all()) {
      if (method.baselineMs >= 0 && method.calls > 0) yield method;
    }
  }
}

interface Counted {
  readonly calls: number;
  readonly sumMs: number;
}

/** By how many standard errors the calls differ from the baseline, exponential times assumed. */
function significance({ baselineMs, weight }: Method, { calls, sumMs }: Counted): number {
  return Math.log(sumMs / calls / baselineMs) / Math.sqrt(1 / calls + 1 / weight);
}

function replace(method: Method, { calls, sumMs }: Counted): void {
  method.baselineMs = sumMs / calls;
  method.weight = calls;
}

function merge(method: Method, { calls, sumMs }: Counted): void {
  const weight = method.weight + calls;
  method.baselineMs = (method.baselineMs * method.weight + sumMs) / weight;
  method.weight = Math.min(MEMORY_CALLS, weight);
}

const unproven = { freeCalls: 0, freeSumMs: 0, provenMs: -Infinity };

function createMethod(path: string): Method {
  return { path, baselineMs: NaN, weight: 0, calls: 0, sumMs: 0, ...unproven };
}
