import { type Criticality } from './classes/criticality.ts';
import { ClassCounts, shareOfLimit } from './classes/class-counts.ts';
import { type ClientRecord, ClientTable } from './clients/client-table.ts';
import { ConcurrencyLimit } from './limit/concurrency-limit.ts';
import type { Outcome } from './limit/outcome.ts';
import { OverloadWatch } from './limit/overload.ts';
import { LoopWatch } from './loop/loop-watch.ts';
import {
  type AdmissionOptions,
  type ResolvedAdmissionOptions,
  resolveAdmissionOptions,
} from './options.ts';
import { CountedPermit, FREE_PERMIT, type Permit, type PermitOwner } from './permit.ts';
import { RateLimits } from './rates/rate-limits.ts';
import type { Refusal, RefusalReason } from './refusing/refusal.ts';
import { RetryHint } from './refusing/retry-hint.ts';
import { type AdmissionSnapshot, takeSnapshot } from './snapshot.ts';
import { OpenStreams } from './streams/open-streams.ts';

/** A call that wants to be served. */
export interface Arrival {
  /** The method's path, `/package.Service/Method`; for HTTP the route, not the URL. */
  readonly method: string;
  readonly criticality: Criticality;
  /** Who calls; all calls of one key share a share. */
  readonly clientKey: string;
  /** It has many requests or many answers, and lasts as long as it likes. */
  readonly isStream: boolean;
  /** Monotonic, milliseconds: `performance.now()`. */
  readonly nowMs: number;
}

/**
 * Decides for each call whether it is served. There is no queue: what is served starts at once,
 * what is not is told so at once, and can be somewhere else before a queue would have had its turn.
 *
 * @throws RangeError naming the field, the rule and the value.
 */
export function createAdmission(options: AdmissionOptions = {}): Admission {
  return new Admission(resolveAdmissionOptions(options));
}

export class Admission implements PermitOwner {
  readonly #options: ResolvedAdmissionOptions;
  readonly #limit: ConcurrencyLimit;
  readonly #overload: OverloadWatch;
  readonly #loop: LoopWatch;
  readonly #classes = new ClassCounts();
  readonly #clients: ClientTable;
  readonly #streams: OpenStreams;
  readonly #rates: RateLimits;
  readonly #hint: RetryHint;
  readonly #exempt = new Map<string, boolean>();
  readonly #refusals = new Map<RefusalReason, number>();
  #served = 0;
  #loopBusyMs = 0;

  constructor(options: ResolvedAdmissionOptions) {
    this.#options = options;
    this.#limit = new ConcurrencyLimit({
      min: options.minLimit,
      max: options.maxLimit,
      windowMs: options.intervalMs,
    });
    this.#overload = new OverloadWatch(options);
    this.#loop = new LoopWatch(options.readIdleMs);
    this.#clients = new ClientTable(options.maxClients);
    this.#streams = new OpenStreams(options.maxStreams);
    this.#rates = new RateLimits(options.rateLimits);
    this.#hint = new RetryHint(options.random);
  }

  /** Answers at once. Every permit has to be ended, in whatever way its call ends. */
  tryEnter(arrival: Arrival): Permit | Refusal {
    const { method, nowMs } = arrival;
    if (this.#isExempt(method)) return FREE_PERMIT;
    const client = this.#clients.find(arrival.clientKey);
    const waitMs = this.#rates.take(method, client, nowMs);
    if (waitMs > 0) return this.#counted(this.#hint.refuseFor('RATE_LIMITED', waitMs));
    this.#loopBusyMs = this.#loop.observe(nowMs);
    return arrival.isStream ? this.#enterStream(arrival, client) : this.#enterCall(arrival, client);
  }

  /** For permits. */
  ended(permit: CountedPermit, outcome: Outcome, nowMs: number): void {
    if (permit.method === undefined) {
      this.#streams.closed(permit.client);
      return;
    }
    this.#classes[permit.criticality] -= 1;
    this.#limit.ended(permit, permit.method, nowMs, outcome, this.#isShedding());
    this.#observe(nowMs);
  }

  /** What it knows, for people: plain JSON data. */
  snapshot(nowMs: number = performance.now()): AdmissionSnapshot {
    return takeSnapshot({
      limit: this.#limit,
      overload: this.#overload.state,
      classes: this.#classes,
      clients: this.#clients,
      streams: this.#streams,
      refusedShare: this.#hint.refusedShare(nowMs),
      loopBusyMs: this.#loopBusyMs,
      served: this.#served,
      refusals: this.#refusals,
    });
  }

  #enterCall({ method, criticality, nowMs }: Arrival, client: ClientRecord): Permit | Refusal {
    this.#observe(nowMs);
    const counted = this.#limit.baselines.methodOf(method);
    if (criticality === 'critical') this.#classes.criticalArrived(counted.baselineMs, nowMs);
    if (!this.#hasRoom(criticality, client, nowMs)) {
      this.#limit.refused();
      this.#overload.refused(nowMs);
      const isHot = this.#clients.isOverShare(client, nowMs);
      return this.#refuse(isHot ? 'CLIENT_OVER_SHARE' : 'OVERLOADED', nowMs);
    }
    const isFree = this.#limit.started(nowMs);
    this.#loop.admitted += 1;
    this.#classes[criticality] += 1;
    this.#admit(client, nowMs);
    return new CountedPermit(this, counted, client, criticality, nowMs, isFree);
  }

  #enterStream({ criticality, nowMs }: Arrival, client: ClientRecord): Permit | Refusal {
    if (!this.#streams.hasRoom(criticality, client)) return this.#refuse('TOO_MANY_STREAMS', nowMs);
    if (criticality === 'sheddable' && this.#isShedding()) return this.#refuse('OVERLOADED', nowMs);
    this.#streams.opened(client);
    this.#admit(client, nowMs);
    return new CountedPermit(this, undefined, client, criticality, nowMs, false);
  }

  #hasRoom(criticality: Criticality, client: ClientRecord, nowMs: number): boolean {
    if (this.#limit.inFlight >= this.#options.maxLimit) return false;
    if (!this.#isShedding()) return true;
    if (criticality === 'critical' && this.#classes.criticalLoad(nowMs) < this.#limit.working) {
      return true;
    }
    const isUnderShare = this.#clients.isUnderShare(client, nowMs);
    if (this.#loopBusyMs < this.#options.busyLoopMs) {
      return (
        this.#limit.inFlight < this.#options.minLimit ||
        this.#classes.hasRoom(criticality, this.#limit.limit, isUnderShare)
      );
    }
    const perTurn = this.#callsPerTurn();
    const limit = Math.max(this.#limit.limit, perTurn);
    return (
      this.#loop.admitted < shareOfLimit(criticality, perTurn, isUnderShare) &&
      this.#classes.hasRoom(criticality, limit, isUnderShare)
    );
  }

  /**
   * An event loop without time to spare takes its calls in batches: all that came during one turn
   * are here before the first of them is begun in the next. So what is let in has to be bounded by
   * turn; and calls of the same turn are no queue, however long the last of them waits.
   */
  #callsPerTurn(): number {
    return Math.max(
      this.#options.minLimit,
      Math.ceil((this.#limit.throughput * this.#options.turnMs) / 1_000),
    );
  }

  #observe(nowMs: number): void {
    const { isQueueStanding, isServable } = this.#limit;
    const signs = { isQueueStanding, isServable, loopBusyMs: this.#loopBusyMs };
    if (this.#overload.observe(signs, nowMs)) this.#limit.enforced(nowMs);
  }

  #isShedding(): boolean {
    return this.#overload.state.kind === 'shedding';
  }

  #admit(client: ClientRecord, nowMs: number): void {
    this.#served += 1;
    this.#clients.admitted(client, nowMs);
    this.#hint.served(nowMs);
  }

  #refuse(reason: RefusalReason, nowMs: number): Refusal {
    return this.#counted(this.#hint.refuse(reason, nowMs));
  }

  #counted(refusal: Refusal): Refusal {
    this.#refusals.set(refusal.reason, (this.#refusals.get(refusal.reason) ?? 0) + 1);
    return refusal;
  }

  #isExempt(method: string): boolean {
    const known = this.#exempt.get(method);
    if (known !== undefined) return known;
    const isExempt = this.#options.exempt.some((prefix) => method.startsWith(prefix));
    if (this.#exempt.size < 1_000) this.#exempt.set(method, isExempt);
    return isExempt;
  }
}
