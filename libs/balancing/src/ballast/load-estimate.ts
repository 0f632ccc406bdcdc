import type { Column, EndpointTable } from '../endpoints/endpoint-table.ts';
import { IN_FLIGHT_METRIC, type LoadReport } from '../load-report/load-report.ts';
import type { CallOutcome, CallVerdict } from '../seam/endpoint-picker.ts';
import { FleetLatency } from './fleet-latency.ts';
import { fading, Memory } from './memory.ts';
import { OwedCalls } from './owed-calls.ts';

/** An endpoint's slowness is an average over about so many calls. */
const SLOWNESS_SAMPLES = 10;
/** The first answer of an endpoint is half of what is thought of it. */
const FIRST_WEIGHT = 0.5;
/** The calls of others are an average over about so many. */
const FLEET_SAMPLES = 100;
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
 * While an endpoint warms up its answers count as at most so many times slower than the fleet's: a cold
 * process takes long for the first of them, and would be left alone for that, cold. It does so in its
 * slow start, and of a client that calls seldom for so many answers, but not for longer than so many
 * milliseconds: a compiler that works at run time goes by calls, not by seconds.
 */
const WARMING_FACTOR = 1.25;
const WARMING_ANSWERS = 100;
const MAX_WARMING_MS = 60_000;
/** One answer counts as at least so slow: the first ones after a stall of all would be wonders. */
const MIN_SLOWNESS = 0.5;
/**
 * One answer counts as at most so many times slower than is usual of the endpoint. Answers of a live process have a
 * long tail (a collection of garbage, a processor that was away): one of 30 times the average would
 * keep an endpoint from its calls for as long as the memory lasts, and with few endpoints and few
 * calls that is most of a minute. Of an endpoint that is slow the second answer tells.
 */
const OUTLIER_FACTOR = 6;
/**
 * An answer so many times slower than the fleet's is a slow one. Where calls are few what is learnt of the first fades
 * up to so many times sooner, half as many with each further one, and takes the whole memory after five; each answer that
 * is not slow takes one of them back. So what may be chance costs an endpoint dozens of picks and not hundreds, and
 * one that is slow is asked ever more seldom.
 */
const SLOW_FACTOR = 2;
const MOST_DOUBT = 32;
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
  readonly #fleet: FleetLatency;
  readonly #memory: Memory;
  /**
   * How many times longer the endpoint takes than the fleet took at that moment. What slows down
   * everybody (a processor that is short, a database that stalls) says nothing of one endpoint; kept in
   * milliseconds, it would keep those away from their calls that answered in the midst of it.
   */
  readonly #slowness: Column;
  readonly #seenMs: Column;
  /** How much sooner than the memory it fades, as slow answers may be chance. */
  readonly #doubt: Column;
  /** Other clients' calls on the server when it reported. */
  readonly #others: Column;
  readonly #reportedMs: Column;
  readonly #owed: OwedCalls;
  /** Since when calls wait and none has ended; NaN where none waits. */
  readonly #waitingMs: Column;
  /** Answers since the endpoint was ready last. */
  readonly #answers: Column;
  /** 1 from when the endpoint left until it joins again. */
  readonly #isAway: Column;
  #fleetOthers = 0;
  /** A division that a pick would do for every endpoint. */
  #perReportMs = 1;

  constructor(table: EndpointTable) {
    this.#table = table;
    this.#fleet = new FleetLatency(table);
    this.#memory = new Memory(table);
    this.#slowness = table.column('ballast.slowness', NaN);
    this.#seenMs = table.column('ballast.seenMs', NaN);
    this.#doubt = table.column('ballast.doubt', MOST_DOUBT);
    this.#others = table.column('ballast.others', 0);
    this.#reportedMs = table.column('ballast.reportedMs', NaN);
    this.#owed = new OwedCalls(table);
    this.#waitingMs = table.column('ballast.waitingMs', NaN);
    this.#answers = table.column('ballast.answers', 0);
    this.#isAway = table.column('ballast.isAway', 0);
  }

  /** To be called once for each pick. */
  countPick(): void {
    this.#memory.countPick();
  }

  /** To be called before what is expected is asked for. */
  advance(nowMs: number): void {
    if (this.#memory.advance(nowMs))
      this.#perReportMs = 1 / (REPORT_LATENCIES * this.#fleet.usualMs);
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
    this.#answers.values[slot] = 0;
    this.#seenMs.values[slot] = -Infinity;
    this.#doubt.values[slot] = MOST_DOUBT;
    this.#waitingMs.values[slot] = NaN;
  }

  /** Calls of it have had their answers. */
  knows(slot: number): boolean {
    return this.#slowness.values[slot]! >= 0;
  }

  /** The latency that this client expects, in milliseconds. */
  expectedMs(slot: number, nowMs: number): number {
    const expectedMs = this.#usualMs(slot, nowMs);
    const waitedMs = nowMs - this.#waitingMs.values[slot]!;
    return isOverdue(waitedMs, expectedMs) ? waitedMs : expectedMs;
  }

  /** That, by the calls that have ended. */
  #usualMs(slot: number, nowMs: number): number {
    return this.#fleet.usualMs * this.#expectedSlowness(slot, nowMs);
  }

  #expectedSlowness(slot: number, nowMs: number): number {
    const known = this.#slowness.values[slot]!;
    const ageMs = nowMs - this.#seenMs.values[slot]!;
    const kept = known >= 0 ? this.#memory.kept(ageMs, this.#doubt.values[slot]) : 0;
    return kept > 0 ? BENEFIT_OF_DOUBT + (known - BENEFIT_OF_DOUBT) * kept : BENEFIT_OF_DOUBT;
  }

  /** Its calls wait for so long that it seems to hang. */
  seemsToHang(slot: number, nowMs: number): boolean {
    const waitedMs = nowMs - this.#waitingMs.values[slot]!;
    return isOverdue(waitedMs, HANGING_LATENCIES * this.#fleet.usualMs);
  }

  /**
   * Calls that the server works on besides this client's, as far as one can know; and those that it
   * would be at work on if it had not answered them without the work.
   */
  expectedOthers(slot: number, nowMs: number): number {
    return this.#reportedOthers(slot, nowMs) + this.#owed.calls(slot, this.#fleet.usualMs, nowMs);
  }

  #reportedOthers(slot: number, nowMs: number): number {
    const ageMs = nowMs - this.#reportedMs.values[slot]!;
    if (!(ageMs >= 0)) return this.#fleetOthers;
    const kept = fading(ageMs * this.#perReportMs);
    return this.#fleetOthers + (this.#others.values[slot]! - this.#fleetOthers) * kept;
  }

  /** For how long, in milliseconds, what is expected of an endpoint is as good as new. */
  get freshMs(): number {
    return Math.max(MIN_FRESH_MS, this.#fleet.usualMs / FRESH_SHARE);
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
      if (verdict === 'neutral') this.#owed.owe(slot, latencyMs, this.#fleet.usualMs, nowMs);
      this.#observe(slot, verdict, latencyMs, nowMs);
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

  #observe(slot: number, verdict: CallVerdict, latencyMs: number, nowMs: number): void {
    this.#answers.values[slot]! += 1;
    const isWarming = this.#isWarming(slot, nowMs);
    const told = this.#telling(slot, verdict, latencyMs, nowMs);
    if (Number.isNaN(told)) return;
    const usual = Math.max(1, this.#expectedSlowness(slot, nowMs));
    const most = isWarming ? WARMING_FACTOR : OUTLIER_FACTOR * usual;
    const slowness = Math.max(MIN_SLOWNESS, Math.min(told, most));
    const isKnown = this.knows(slot);
    const forgotten = 1 - this.#memory.kept(nowMs - this.#seenMs.values[slot]!);
    const weight = isKnown ? Math.max(1 / SLOWNESS_SAMPLES, forgotten) : FIRST_WEIGHT;
    const before = isKnown ? this.#slowness.values[slot]! : BENEFIT_OF_DOUBT;
    this.#slowness.values[slot] = before + (slowness - before) * weight;
    this.#seenMs.values[slot] = nowMs;
    const doubt = this.#doubt.values[slot]!;
    this.#doubt.values[slot] =
      slowness > SLOW_FACTOR ? Math.max(1, doubt / 2) : Math.min(MOST_DOUBT, doubt * 2);
    // What is refused in no time took no work, and how long callers wait for one that hangs is no
    // answer of the fleet.
    if (verdict === 'refused' || verdict === 'abandoned') return;
    const countedMs = verdict === 'neutral' ? told * this.#fleet.recentMs : latencyMs;
    this.#fleet.count(countedMs, isWarming ? WARMING_FACTOR : undefined);
  }

  #isWarming(slot: number, nowMs: number): boolean {
    const { admission, readySinceMs } = this.#table;
    if (admission.values[slot]! < 1) return true;
    if (this.#answers.values[slot]! > WARMING_ANSWERS) return false;
    // Of the fleet as it stands when the channel starts it is -Infinity: nobody knows since when.
    return nowMs - readySinceMs.values[slot]! < MAX_WARMING_MS;
  }

  /**
   * What a call's latency says of the endpoint, as a multiple of what the fleet takes. How fast it
   * fails says nothing of how fast it works; how fast it refuses (NOT_FOUND) never makes it better
   * than the average.
   */
  #telling(slot: number, verdict: CallVerdict, latencyMs: number, nowMs: number): number {
    const slowness = this.#fleet.slownessOf(latencyMs);
    switch (verdict) {
      case 'success':
        return slowness;
      case 'neutral':
        return Math.max(slowness, 1);
      case 'refused':
        return Math.max(slowness, REFUSAL_FACTOR);
      case 'failure':
      case 'abandoned':
        // It would have taken longer than that.
        return latencyMs > this.#usualMs(slot, nowMs) ? slowness : NaN;
    }
  }
}

function isOverdue(waitedMs: number, expectedMs: number): boolean {
  return waitedMs > OVERDUE_LATENCIES * expectedMs && waitedMs < MAX_OVERDUE_MS;
}
