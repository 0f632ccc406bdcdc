import type { CandidateSet } from '../endpoints/candidate-set.ts';
import type { Column, EndpointTable } from '../endpoints/endpoint-table.ts';
import type { CallOutcome } from '../seam/endpoint-picker.ts';
import type { EjectionConfig } from './config.ts';

const MIN_RETURN_SHARE = 0.1;
/** The share of failures must stand out against the fleet's by this factor, too. */
const STANDS_OUT = 3;
const LATENCY_PEERS = 5;

/**
 * Decides which endpoints are out of rotation. Unlike gRFC A50 it judges with every call's end
 * instead of every 10 s, counts only what is the host's fault, and needs no minimum of hosts: with
 * three replicas one that fails is out after five calls.
 */
export class Ejection {
  readonly #config: EjectionConfig;
  readonly #table: EndpointTable;
  readonly #random: () => number;
  /** Host failures since the last success. */
  readonly #streak: Column;
  readonly #calls: Column;
  readonly #failures: Column;
  readonly #latencyMs: Column;
  readonly #countedMs: Column;
  readonly #times: Column;
  readonly #untilMs: Column;
  readonly #returnedMs: Column;
  /** Failures and calls of all endpoints, forgotten over the same window. */
  #fleet = { calls: 0, failures: 0, countedMs: 0 };

  constructor(config: EjectionConfig, table: EndpointTable, random: () => number) {
    this.#config = config;
    this.#table = table;
    this.#random = random;
    this.#streak = table.column('ejection.streak', 0);
    this.#calls = table.column('ejection.calls', 0);
    this.#failures = table.column('ejection.failures', 0);
    this.#latencyMs = table.column('ejection.latencyMs', 0);
    this.#countedMs = table.column('ejection.countedMs', 0);
    this.#times = table.column('ejection.times', 0);
    this.#untilMs = table.column('ejection.untilMs', 0);
    this.#returnedMs = table.column('ejection.returnedMs', -Infinity);
  }

  /** When the endpoint may return; in the past where it is not ejected. */
  untilMs(slot: number): number {
    return this.#untilMs.values[slot]!;
  }

  /** Counts the call; true where its endpoint is to leave the rotation now. */
  judge(slot: number, outcome: CallOutcome, candidates: CandidateSet): boolean {
    if (outcome.verdict !== 'success' && outcome.verdict !== 'failure') return false;
    this.#count(slot, outcome);
    const failed = outcome.verdict === 'failure';
    const reason = failed ? this.#failsTooOften(slot) : this.#isTooSlow(slot, candidates);
    if (!reason || this.#untilMs.values[slot]! > outcome.nowMs) return false;
    this.#eject(slot, outcome.nowMs);
    return true;
  }

  /** The endpoint is back: its figures start anew, its share at a tenth. */
  readmit(slot: number, nowMs: number): void {
    this.#returnedMs.values[slot] = nowMs;
    this.#streak.values[slot] = 0;
    this.#calls.values[slot] = 0;
    this.#failures.values[slot] = 0;
  }

  /** The share of its picks that the endpoint takes, (0, 1]. */
  admission(slot: number, nowMs: number): number {
    const ageMs = nowMs - this.#returnedMs.values[slot]!;
    if (!(ageMs < this.#config.rampMs)) return 1;
    return Math.max(MIN_RETURN_SHARE, ageMs / this.#config.rampMs);
  }

  #count(slot: number, { verdict, latencyMs, nowMs }: CallOutcome): void {
    const failed = verdict === 'failure' ? 1 : 0;
    const kept = Math.exp((this.#countedMs.values[slot]! - nowMs) / this.#config.windowMs);
    this.#countedMs.values[slot] = nowMs;
    const calls = this.#calls.values[slot]! * kept + 1;
    this.#calls.values[slot] = calls;
    this.#failures.values[slot] = this.#failures.values[slot]! * kept + failed;
    this.#streak.values[slot] = failed === 1 ? this.#streak.values[slot]! + 1 : 0;
    if (failed === 0 && latencyMs >= 0) {
      const average = this.#latencyMs.values[slot]!;
      this.#latencyMs.values[slot] = average + (latencyMs - average) / Math.min(calls, 50);
    }
    const fleetKept = Math.exp((this.#fleet.countedMs - nowMs) / this.#config.windowMs);
    this.#fleet.calls = this.#fleet.calls * fleetKept + 1;
    this.#fleet.failures = this.#fleet.failures * fleetKept + failed;
    this.#fleet.countedMs = nowMs;
  }

  #failsTooOften(slot: number): boolean {
    const { consecutiveFailures, failureShare, minCalls } = this.#config;
    if (consecutiveFailures > 0 && this.#streak.values[slot]! >= consecutiveFailures) return true;
    const calls = this.#calls.values[slot]!;
    if (calls < minCalls) return false;
    const share = this.#failures.values[slot]! / calls;
    if (share < failureShare) return false;
    const othersCalls = this.#fleet.calls - calls;
    if (othersCalls < minCalls) return true;
    const othersFailures = Math.max(0, this.#fleet.failures - this.#failures.values[slot]!);
    return share >= Math.min(1, (STANDS_OUT * othersFailures) / othersCalls);
  }

  #isTooSlow(slot: number, candidates: CandidateSet): boolean {
    const { latencyRatio, minCalls } = this.#config;
    if (latencyRatio === 0 || this.#calls.values[slot]! < minCalls) return false;
    const peers: number[] = [];
    for (let i = 0; i < LATENCY_PEERS && i < candidates.count; i += 1) {
      const peer = candidates.slots[Math.floor(this.#random() * candidates.count)]!;
      const latencyMs = this.#latencyMs.values[peer]!;
      if (peer !== slot && latencyMs > 0) peers.push(latencyMs);
    }
    if (peers.length === 0) return false;
    peers.sort((a, b) => a - b);
    const medianMs = peers[peers.length >> 1]!;
    return this.#latencyMs.values[slot]! > latencyRatio * medianMs;
  }

  #eject(slot: number, nowMs: number): void {
    const { baseMs, maxMs, rampMs, windowMs } = this.#config;
    // An endpoint that behaved for long after its return starts from the first length again.
    const quietMs = nowMs - this.#untilMs.values[slot]!;
    const times = quietMs > rampMs + windowMs + baseMs ? 0 : this.#times.values[slot]!;
    this.#times.values[slot] = times + 1;
    const spread = 0.8 + 0.4 * this.#random();
    this.#untilMs.values[slot] = nowMs + Math.min(maxMs, baseMs * 2 ** times) * spread;
    this.#streak.values[slot] = 0;
    this.#table.admission.values[slot] = MIN_RETURN_SHARE;
  }
}
