import type { Column, EndpointTable } from '../endpoints/endpoint-table.ts';
import { IN_FLIGHT_METRIC, type LoadReport } from '../load-report/load-report.ts';
import type { CallOutcome, CallVerdict } from '../seam/endpoint-picker.ts';
import { OwedCalls } from './owed-calls.ts';

/** An endpoint's latency is an average over about so many calls. */
const LATENCY_SAMPLES = 10;
/** The fleet's figures are averages over about so many calls. */
const FLEET_SAMPLES = 100;
/**
 * What is known of an endpoint fades over this time, in milliseconds, towards the fleet's average:
 * an endpoint that was slow is tried again.
 */
const MIN_MEMORY_MS = 2_000;
const MAX_MEMORY_MS = 60_000;
/** A client that calls seldom remembers for longer: for about so many of its picks. */
const MEMORY_PICKS = 256;
/** The gap between picks is worked out after so many of them, or milliseconds. */
const COUNTED_PICKS = 16;
const COUNTED_MS = 1_000;
/** An endpoint of which nothing is known counts as a little better than the average. */
const BENEFIT_OF_DOUBT = 0.8;
/** A report of calls in flight is worth the most for so many average latencies. */
const REPORT_LATENCIES = 2;
/**
 * An expectation is worked out anew after this share of the fleet's latency, in which it fades by
 * a sixteenth, and not sooner than after so many milliseconds.
 */
const FRESH_SHARE = 8;
const MIN_FRESH_MS = 0.1;
/** A call that waits for longer than so many expected latencies says that the endpoint hangs. */
const OVERDUE_LATENCIES = 2;
/**
 * A refusal counts as an answer so many times slower than the fleet's: an endpoint that refuses
 * more than half of its calls is no longer like the others, and gets what they cannot take.
 */
const REFUSAL_FACTOR = 3;
/**
 * While an endpoint is in its slow start, its answers count as at most so many times slower than the
 * fleet's: a cold process takes long for the first of them, and would be left alone for that, cold.
 */
const WARMING_FACTOR = 1.5;
/**
 * One answer counts as at most so many times slower than is usual. Answers of a live process have a
 * long tail (a collection of garbage, a processor that was away): one of 30 times the average would
 * keep an endpoint from its calls for as long as the memory lasts, and with few endpoints and few
 * calls that is most of a minute. Of an endpoint that is slow the second answer tells.
 */
const OUTLIER_FACTOR = 6;
/** What a snapshot calls hanging is so many times the fleet's latency, and no matter of chance. */
const HANGING_LATENCIES = 10;
/** A call that waits for longer, in milliseconds, is a stream that nobody marked as one. */
const MAX_OVERDUE_MS = 10_000;

/**
 * What this client can know of an endpoint's latency and load. The server says in the trailers of
 * every answer how many calls it works on; calls without an answer count by their age, long before
 * they end.
 */
export class LoadEstimate {
  readonly #table: EndpointTable;
  readonly #latencyMs: Column;
  readonly #seenMs: Column;
  /** Other clients' calls on the server when it reported. */
  readonly #others: Column;
  readonly #reportedMs: Column;
  readonly #owed: OwedCalls;
  /** Since when calls wait and none has ended; NaN where none waits. */
  readonly #waitingMs: Column;
  /** 1 from when the endpoint left until it joins again. */
  readonly #isAway: Column;
  #fleetLatencyMs = 1;
  /** Answers that the fleet's latency is made of, up to `FLEET_SAMPLES`. */
  #fleetSamples = 0;
  #fleetOthers = 0;
  #pickGapMs = 0;
  #picks = 0;
  #countedMs = NaN;
  // Divisions that a pick would do for every endpoint.
  #perMemoryMs = 1 / MIN_MEMORY_MS;
  #perReportMs = 1;

  constructor(table: EndpointTable) {
    this.#table = table;
    this.#latencyMs = table.column('ballast.latencyMs', NaN);
    this.#seenMs = table.column('ballast.seenMs', NaN);
    this.#others = table.column('ballast.others', 0);
    this.#reportedMs = table.column('ballast.reportedMs', NaN);
    this.#owed = new OwedCalls(table);
    this.#waitingMs = table.column('ballast.waitingMs', NaN);
    this.#isAway = table.column('ballast.isAway', 0);
    this.#takeOver();
  }

  /** What a picker with another configuration has learnt is the best guess of the fleet. */
  #takeOver(): void {
    for (const latencyMs of this.#latencyMs.values) {
      if (latencyMs >= 0) this.#countForFleet(latencyMs);
    }
  }

  /** To be called once for each pick. */
  countPick(): void {
    this.#picks += 1;
  }

  /** To be called before what is expected is asked for. */
  advance(nowMs: number): void {
    const elapsedMs = nowMs - this.#countedMs;
    if (this.#picks < COUNTED_PICKS && elapsedMs < COUNTED_MS) return;
    if (this.#picks > 0 && elapsedMs >= 0) {
      const weight = Math.min(1, this.#picks / FLEET_SAMPLES);
      this.#pickGapMs += (elapsedMs / this.#picks - this.#pickGapMs) * weight;
    }
    this.#picks = 0;
    this.#countedMs = nowMs;
    const memoryMs = this.#pickGapMs * MEMORY_PICKS;
    this.#perMemoryMs = 1 / Math.min(MAX_MEMORY_MS, Math.max(MIN_MEMORY_MS, memoryMs));
    this.#perReportMs = 1 / (REPORT_LATENCIES * this.#fleetLatencyMs);
  }

  /** The endpoint leaves. */
  left(slot: number): void {
    this.#isAway.values[slot] = 1;
  }

  /**
   * The endpoint is there. Where it was away, what it was like before says little, and its next
   * answer much; a picker that takes over from another one knows what that knew.
   */
  joined(slot: number): void {
    if (this.#isAway.values[slot] === 0) return;
    this.#isAway.values[slot] = 0;
    this.#seenMs.values[slot] = -Infinity;
    this.#waitingMs.values[slot] = NaN;
  }

  /** Calls of it have had their answers. */
  knows(slot: number): boolean {
    return this.#latencyMs.values[slot]! >= 0;
  }

  /** The latency that this client expects, in milliseconds. */
  expectedMs(slot: number, nowMs: number): number {
    const expectedMs = this.#usualMs(slot, nowMs);
    const waitedMs = nowMs - this.#waitingMs.values[slot]!;
    return isOverdue(waitedMs, expectedMs) ? waitedMs : expectedMs;
  }

  /** That, by the calls that have ended. */
  #usualMs(slot: number, nowMs: number): number {
    const prior = this.#fleetLatencyMs * BENEFIT_OF_DOUBT;
    const known = this.#latencyMs.values[slot]!;
    const kept = known >= 0 ? fading((nowMs - this.#seenMs.values[slot]!) * this.#perMemoryMs) : 0;
    return kept > 0 ? prior + (known - prior) * kept : prior;
  }

  /** Its calls wait for so long that it seems to hang. */
  seemsToHang(slot: number, nowMs: number): boolean {
    const waitedMs = nowMs - this.#waitingMs.values[slot]!;
    return isOverdue(waitedMs, HANGING_LATENCIES * this.#fleetLatencyMs);
  }

  /**
   * Calls that the server works on besides this client's, as far as one can know; and those that it
   * would be at work on if it had not answered them without the work.
   */
  expectedOthers(slot: number, nowMs: number): number {
    return this.#reportedOthers(slot, nowMs) + this.#owed.calls(slot, this.#fleetLatencyMs, nowMs);
  }

  #reportedOthers(slot: number, nowMs: number): number {
    const ageMs = nowMs - this.#reportedMs.values[slot]!;
    if (!(ageMs >= 0)) return this.#fleetOthers;
    const kept = fading(ageMs * this.#perReportMs);
    return this.#fleetOthers + (this.#others.values[slot]! - this.#fleetOthers) * kept;
  }

  /** For how long, in milliseconds, what is expected of an endpoint is as good as new. */
  get freshMs(): number {
    return Math.max(MIN_FRESH_MS, this.#fleetLatencyMs / FRESH_SHARE);
  }

  started(slot: number, nowMs: number): void {
    const waiting = this.#waitingMs.values;
    if (Number.isNaN(waiting[slot])) waiting[slot] = nowMs;
  }

  ended(slot: number, { verdict, latencyMs, nowMs, report }: CallOutcome): void {
    // The others that are under way go on waiting; that one has ended says that it does not hang,
    // unless its caller has ended it. A hedge that wins elsewhere must not hide a host that hangs.
    const waiting = this.#table.inFlight.values[slot]! - this.#table.streams.values[slot]!;
    if (waiting <= 0) this.#waitingMs.values[slot] = NaN;
    else if (verdict !== 'abandoned') this.#waitingMs.values[slot] = nowMs;
    if (latencyMs >= 0) {
      if (verdict === 'neutral') this.#owed.owe(slot, latencyMs, this.#fleetLatencyMs, nowMs);
      this.#observe(slot, verdict, this.#telling(slot, verdict, latencyMs, nowMs), nowMs);
    }
    if (report !== undefined) this.#reported(slot, report, nowMs);
  }

  #reported(slot: number, report: LoadReport, nowMs: number): void {
    const inFlight = report.namedMetrics.get(IN_FLIGHT_METRIC);
    if (inFlight === undefined || !(inFlight >= 0)) return;
    // An open stream is no load, and the server does not count it as one.
    const own = this.#table.inFlight.values[slot]! - this.#table.streams.values[slot]!;
    const others = Math.max(0, inFlight - own);
    this.#others.values[slot] = others;
    this.#reportedMs.values[slot] = nowMs;
    this.#fleetOthers += (others - this.#fleetOthers) / FLEET_SAMPLES;
  }

  /**
   * What a call's latency says of the endpoint. How fast it fails says nothing of how fast it
   * works; how fast it refuses (NOT_FOUND) never makes it better than the average.
   */
  #telling(slot: number, verdict: CallVerdict, latencyMs: number, nowMs: number): number {
    switch (verdict) {
      case 'success':
        return latencyMs;
      case 'neutral':
        return Math.max(latencyMs, this.#fleetLatencyMs);
      case 'refused':
        return Math.max(latencyMs, this.#fleetLatencyMs * REFUSAL_FACTOR);
      case 'failure':
      case 'abandoned':
        // It would have taken longer than that.
        return latencyMs > this.#usualMs(slot, nowMs) ? latencyMs : NaN;
    }
  }

  #observe(slot: number, verdict: CallVerdict, toldMs: number, nowMs: number): void {
    if (Number.isNaN(toldMs)) return;
    const latencyMs = Math.min(toldMs, this.#mostMs(slot, nowMs));
    const known = this.#latencyMs.values[slot]!;
    const forgotten = 1 - fading((nowMs - this.#seenMs.values[slot]!) * this.#perMemoryMs);
    const weight = Math.max(1 / LATENCY_SAMPLES, forgotten);
    this.#latencyMs.values[slot] = known >= 0 ? known + (latencyMs - known) * weight : latencyMs;
    this.#seenMs.values[slot] = nowMs;
    // What refusals count as is the fleet's latency times something: it would feed on itself. And how
    // long callers wait for one that hangs is no answer of the fleet.
    if (verdict === 'refused' || verdict === 'abandoned') return;
    this.#countForFleet(latencyMs);
  }

  /** The longest that one answer counts as. */
  #mostMs(slot: number, nowMs: number): number {
    if (this.#fleetSamples === 0) return Infinity;
    if (this.#table.admission.values[slot]! < 1) return WARMING_FACTOR * this.#fleetLatencyMs;
    return OUTLIER_FACTOR * Math.max(this.#fleetLatencyMs, this.#usualMs(slot, nowMs));
  }

  #countForFleet(latencyMs: number): void {
    this.#fleetSamples = Math.min(FLEET_SAMPLES, this.#fleetSamples + 1);
    this.#fleetLatencyMs += (latencyMs - this.#fleetLatencyMs) / this.#fleetSamples;
  }
}

function isOverdue(waitedMs: number, expectedMs: number): boolean {
  return waitedMs > OVERDUE_LATENCIES * expectedMs && waitedMs < MAX_OVERDUE_MS;
}

/** Close to exp(-age) for ages below 2, and a fifth of the price. */
function fading(age: number): number {
  return 1 / (1 + age * (1 + age * (1 / 2 + age * (1 / 6 + age / 24))));
}
