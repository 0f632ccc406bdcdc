import type { Column, EndpointTable } from '../endpoints/endpoint-table.ts';
import type { LeftAlone } from '../seam/balancer-snapshot.ts';
import type { CallOutcome } from '../seam/endpoint-picker.ts';
import type { BallastConfig } from './config.ts';

/** The fleet's share of failures is an average over about so many calls. */
const FLEET_SAMPLES = 100;
/** So many failures in a row are no chance if they happen once in 1 000 times by chance. */
const CHANCE = Math.log(1_000);
const MIN_FLEET_SHARE = 1e-4;
/**
 * A host that hangs costs each caller that tries it all of its time; it is left alone for so many
 * times that, so that trying it stays rare however patient callers are.
 */
const PATIENCE = 4;

/**
 * Leaves an endpoint alone that fails more than the fleet does: after the first failure where the
 * fleet does not fail, after more where it does, never where all fail alike. It comes back with
 * one call at a time until one succeeds, and is left alone for twice as long if that fails.
 */
export class FailureWatch {
  readonly #config: BallastConfig;
  readonly #random: () => number;
  /** Failures since the last success. */
  readonly #streak: Column;
  /** How often it was left alone since the last success. */
  readonly #times: Column;
  readonly #untilMs: Column;
  #fleetShare = 0;

  constructor(config: BallastConfig, table: EndpointTable, random: () => number) {
    this.#config = config;
    this.#random = random;
    this.#streak = table.column('ballast.streak', 0);
    this.#times = table.column('ballast.times', 0);
    this.#untilMs = table.column('ballast.untilMs', 0);
  }

  /** The endpoint has failed, and no call of it has succeeded since. */
  isSuspect(slot: number): boolean {
    return this.#times.values[slot]! > 0;
  }

  isAvoided(slot: number, outstanding: number, nowMs: number): boolean {
    if (this.#times.values[slot] === 0) return false;
    return nowMs < this.#untilMs.values[slot]! || outstanding > 0;
  }

  describe(slot: number, nowMs: number): LeftAlone | null {
    if (this.#times.values[slot] === 0) return null;
    return { reason: 'failing', forMs: Math.max(0, this.#untilMs.values[slot]! - nowMs) };
  }

  observe(slot: number, { verdict, latencyMs, nowMs }: CallOutcome): void {
    if (verdict !== 'success' && verdict !== 'failure') return;
    if (verdict === 'success') {
      this.#fleetShare -= this.#fleetShare / FLEET_SAMPLES;
      this.forget(slot);
      return;
    }
    this.#streak.values[slot]! += 1;
    const isChance =
      this.#streak.values[slot]! * -Math.log(Math.max(MIN_FLEET_SHARE, this.#fleetShare)) < CHANCE;
    this.#fleetShare += (1 - this.#fleetShare) / FLEET_SAMPLES;
    // Calls of before that fail now are the same event.
    if (isChance || nowMs < this.#untilMs.values[slot]!) return;
    const { failureBackoffMs, maxFailureBackoffMs } = this.#config;
    const times = this.#times.values[slot]!;
    const wastedMs = latencyMs > 0 ? latencyMs * PATIENCE : 0;
    const firstMs = Math.max(failureBackoffMs, wastedMs);
    const backoffMs = Math.min(maxFailureBackoffMs, firstMs * 2 ** times);
    this.#times.values[slot] = times + 1;
    this.#untilMs.values[slot] = nowMs + backoffMs * (0.8 + 0.4 * this.#random());
  }

  /** The endpoint works, or is another one than before. */
  forget(slot: number): void {
    this.#streak.values[slot] = 0;
    this.#times.values[slot] = 0;
    this.#untilMs.values[slot] = 0;
  }
}
