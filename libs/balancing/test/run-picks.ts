import { EndpointTable } from '../src/endpoints/endpoint-table.ts';
import type { BalancingPolicy, CallOutcome, CallToPlace } from '../src/seam/endpoint-picker.ts';
import { parsePolicyConfig } from '../src/seam/policy-config.ts';
import { Rotation } from '../src/seam/rotation.ts';

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

export interface CallTraits {
  readonly headers?: Readonly<Record<string, string>>;
  readonly tried?: readonly number[];
  readonly isStream?: boolean;
}

/** A rotation with a clock of its own: a policy as a pure function of calls and time. */
export class PickRun<Config> {
  readonly table = new EndpointTable();
  readonly clock = { nowMs: 0 };
  readonly zones = new Map<number, string>();
  readonly #policy: BalancingPolicy<Config>;
  readonly #random: () => number;
  #rotation: Rotation<Config>;

  constructor(
    policy: BalancingPolicy<Config>,
    json: unknown,
    options: { seed?: number; names?: readonly string[] } = {},
  ) {
    this.#policy = policy;
    this.#random = seededRandom(options.seed ?? 1);
    this.#rotation = this.#createRotation(json);
    for (const name of options.names ?? []) this.add(name);
  }

  get rotation(): Rotation<Config> {
    return this.#rotation;
  }

  /** The policy file has changed: another rotation over the same endpoints, as the balancer makes it. */
  configure(json: unknown): void {
    this.#rotation = this.#createRotation(json);
    for (const slot of this.zones.keys()) {
      this.#rotation.addListed(slot);
      this.#rotation.addReady(slot, this.clock.nowMs);
    }
  }

  #createRotation(json: unknown): Rotation<Config> {
    const policy = this.#policy;
    const { config, features } = parsePolicyConfig('policy', policy, json);
    return new Rotation({
      table: this.table,
      policy,
      config,
      features,
      clock: this.clock,
      random: this.#random,
      findHashKey: (slot) => this.table.keyOf(slot),
      isLocal: (slot) => (this.zones.get(slot) ?? 'home') === 'home',
    });
  }

  add(name: string, { zone = 'home', weight = 1 } = {}): number {
    const slot = this.table.add(name);
    this.zones.set(slot, zone);
    this.table.weight.values[slot] = weight;
    this.rotation.addListed(slot);
    this.rotation.addReady(slot, this.clock.nowMs);
    return slot;
  }

  remove(slot: number): void {
    this.rotation.removeReady(slot);
    this.rotation.removeListed(slot);
    this.zones.delete(slot);
    this.table.remove(slot, this.clock.nowMs);
  }

  /** Places a call and starts it; the slot is -1 where there is none. */
  start({ headers = {}, tried = [], isStream = false }: CallTraits = {}): number {
    const call: CallToPlace = {
      isRetry: tried.length > 0,
      isStream,
      findHeader: (name) => headers[name],
      isTried: (slot) => tried.includes(slot),
    };
    const slot = this.rotation.place(call);
    if (slot >= 0) this.rotation.started(slot, this.clock.nowMs, isStream);
    return slot;
  }

  end(slot: number, outcome: Partial<CallOutcome> = {}): void {
    const { verdict = 'success', latencyMs = 10, isStream = false, report } = outcome;
    this.rotation.ended(slot, { verdict, latencyMs, isStream, report, nowMs: this.clock.nowMs });
  }

  /** One call after the other, each ended by what `outcomeOf` says; calls by slot. */
  callsBySlot(
    count: number,
    stepMs: number,
    outcomeOf: (slot: number) => Partial<CallOutcome> = () => ({}),
  ) {
    const calls = new Map<number, number>();
    for (let i = 0; i < count; i += 1) {
      this.clock.nowMs += stepMs;
      const slot = this.start();
      calls.set(slot, (calls.get(slot) ?? 0) + 1);
      this.end(slot, outcomeOf(slot));
    }
    return calls;
  }
}

/** The coefficient of variation: standard deviation over mean. */
export function variation(figures: readonly number[]): number {
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
  const variance = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0) / figures.length;
  return Math.sqrt(variance) / mean;
}
