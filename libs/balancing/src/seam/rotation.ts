import { CandidateSet } from '../endpoints/candidate-set.ts';
import type { Column, EndpointTable } from '../endpoints/endpoint-table.ts';
import { Ejection } from '../ejection/ejection.ts';
import { admissionAtAge } from '../slow-start/slow-start.ts';
import { localShare } from '../zone-preference/zone-preference.ts';
import type { RotationFeatures } from './features.ts';
import {
  createSide,
  findUntried,
  inFlightOf,
  type RotationOptions,
  type Side,
  zoneLoad,
} from './rotation-side.ts';
import type { EndpointSnapshot } from './balancer-snapshot.ts';
import type { PickReason } from './attempt-observer.ts';
import type { CallOutcome, CallToPlace } from './endpoint-picker.ts';
import { RefusalWatch } from './refusal-watch.ts';

/** After so many refusals (warming up, tried before) a pick is taken as it comes. */
const MAX_REPICKS = 4;
/**
 * What is ready this soon after the first endpoint, in milliseconds, is the fleet as it stands when
 * the channel starts, and has no slow start: there is nobody else to take the calls.
 */
const START_MS = 2_000;
/** Calls that were placed and never started (cancelled in between) are forgotten after this. */
const FORGET_PLACED_MS = 1_000;

type EndpointDescription = Pick<EndpointSnapshot, 'latencyMs' | 'leftAlone' | 'admission'>;

/**
 * A policy's picker and all that stands around it: who is in rotation, slow start, ejection with
 * panic, zone preference, and never the same endpoint twice for one call. Pure: the balancer and
 * the simulation run this very code.
 */
export class Rotation<Config> {
  readonly #options: RotationOptions<Config>;
  readonly #table: EndpointTable;
  readonly #home: Side;
  /** The other zones; undefined without a zone preference. */
  readonly #abroad: Side | undefined;
  readonly #ejection: Ejection | undefined;
  readonly #ejected: CandidateSet;
  readonly #refusals: RefusalWatch;
  /** 1 until the first pick after the endpoint became ready: that one is always granted. */
  readonly #unproven: Column;
  #pickReason: PickReason = 'policy';
  #isPanicking = false;
  #nextReturnMs = Infinity;
  #startedMs = NaN;
  #placedTotal = 0;
  #forgotPlacedMs = 0;

  constructor(options: RotationOptions<Config>) {
    this.#options = options;
    this.#table = options.table;
    this.#home = createSide(options);
    this.#abroad = options.features.zonePreference && createSide(options);
    const { outlierEjection } = options.features;
    this.#ejection = outlierEjection && new Ejection(outlierEjection, this.#table, options.random);
    this.#ejected = new CandidateSet(this.#table);
    this.#refusals = new RefusalWatch(this.#table);
    this.#unproven = this.#table.column('rotation.unproven', 1);
  }

  get features(): RotationFeatures {
    return this.#options.features;
  }

  get readyCount(): number {
    return this.#home.ready + (this.#abroad?.ready ?? 0);
  }

  /** Endpoints that are out of rotation though they are ready. */
  get ejectedCount(): number {
    return this.#ejected.count;
  }

  /** What decided the last pick. */
  get pickReason(): PickReason {
    return this.#pickReason;
  }

  /** Discovery lists the endpoint. */
  addListed(slot: number): void {
    const side = this.#sideOf(slot);
    if (!side.listed.add(slot)) return;
    side.outstanding += this.#table.outstanding.values[slot]!;
    side.picker.listedChanged?.(slot);
  }

  removeListed(slot: number): void {
    const side = this.#sideOf(slot);
    if (!side.listed.remove(slot)) return;
    side.outstanding -= this.#table.outstanding.values[slot]!;
    side.picker.listedChanged?.(slot);
  }

  /** The endpoint has a connection. */
  addReady(slot: number, nowMs: number): void {
    const { slowStart } = this.#options.features;
    if (Number.isNaN(this.#startedMs)) this.#startedMs = nowMs;
    const isOfTheStart = nowMs - this.#startedMs < START_MS;
    this.#table.readySinceMs.values[slot] = isOfTheStart ? -Infinity : nowMs;
    this.#table.admission.values[slot] =
      slowStart === undefined || isOfTheStart ? 1 : slowStart.minShare;
    this.#unproven.values[slot] = 1;
    const side = this.#sideOf(slot);
    side.ready += 1;
    this.#enter(side, slot);
    this.#checkPanic();
  }

  /** The connection is gone, or the endpoint is no longer listed. */
  removeReady(slot: number): void {
    const side = this.#sideOf(slot);
    side.ready -= 1;
    this.#ejected.remove(slot);
    this.#leave(side, slot);
    this.#checkPanic();
  }

  notesChanged(slot: number): void {
    this.#sideOf(slot).picker.notesChanged?.(slot);
  }

  /** The endpoint for this call, -1 where none is ready. Counted as outstanding from here on. */
  place(call: CallToPlace): number {
    if (this.#ejected.count > 0) this.#returnDue(this.#options.clock.nowMs);
    const side = this.#abroad === undefined ? this.#home : this.#chooseSide(this.#abroad);
    if (side.candidates.count === 0) return -1;
    let slot = side.picker.pick(call);
    this.#pickReason = side.picker.pickReason ?? 'policy';
    if (call.isRetry || this.#table.admission.values[slot]! < 1) {
      const first = slot;
      slot = this.#reconsider(side, call, slot);
      if (slot !== first) this.#pickReason = call.isRetry ? 'untried' : 'warming_up';
    }
    this.#table.outstanding.values[slot]! += 1;
    side.outstanding += 1;
    this.#placedTotal += 1;
    return slot;
  }

  started(slot: number, nowMs: number, isStream = false): void {
    this.#table.inFlight.values[slot]! += 1;
    if (isStream) this.#table.streams.values[slot]! += 1;
    if (this.#placedTotal > 0) this.#placedTotal -= 1;
    if (nowMs - this.#forgotPlacedMs > FORGET_PLACED_MS) this.#forgetPlaced(nowMs);
    this.#sideOf(slot).picker.callStarted?.(slot, nowMs, isStream);
  }

  ended(slot: number, told: CallOutcome): void {
    const verdict = this.#refusals.judge(slot, told.verdict, told.nowMs);
    const outcome = verdict === told.verdict ? told : { ...told, verdict };
    const { inFlight, outstanding, calls, failures } = this.#table;
    calls.values[slot]! += 1;
    if (outcome.verdict === 'failure') failures.values[slot]! += 1;
    inFlight.values[slot]! -= 1;
    if (outcome.isStream) this.#table.streams.values[slot]! -= 1;
    const side = this.#sideOf(slot);
    if (outstanding.values[slot]! > 0) {
      outstanding.values[slot]! -= 1;
      if (side.listed.has(slot)) side.outstanding -= 1;
    }
    side.picker.callEnded?.(slot, outcome);
    if (this.#ejection?.judge(slot, outcome, side.candidates)) this.#eject(slot);
  }

  /** What is known of the endpoint, for people. */
  describe(slot: number, nowMs: number): EndpointDescription {
    const described = this.#sideOf(slot).picker.describe?.(slot, nowMs);
    const leftAlone = this.#ejected.has(slot)
      ? { reason: 'ejected' as const, forMs: Math.max(0, this.#ejection!.untilMs(slot) - nowMs) }
      : (described?.leftAlone ?? null);
    return {
      latencyMs: described?.latencyMs ?? null,
      leftAlone,
      admission: this.#table.admission.values[slot]!,
    };
  }

  #sideOf(slot: number): Side {
    if (this.#abroad === undefined || this.#options.isLocal(slot)) return this.#home;
    return this.#abroad;
  }

  #chooseSide(abroad: Side): Side {
    const share = localShare(
      this.#options.features.zonePreference!,
      zoneLoad(this.#home),
      zoneLoad(abroad),
    );
    return share >= 1 || this.#options.random() < share ? this.#home : abroad;
  }

  #reconsider(side: Side, call: CallToPlace, first: number): number {
    let slot = first;
    for (let i = 0; i < MAX_REPICKS; i += 1) {
      if (!(call.isRetry && call.isTried(slot)) && this.#isAdmitted(slot)) return slot;
      slot = side.picker.pick(call);
    }
    if (!call.isRetry || !call.isTried(slot)) return slot;
    return findUntried(side, call, this.#options.random) ?? slot;
  }

  #isAdmitted(slot: number): boolean {
    const { admission, readySinceMs } = this.#table;
    if (admission.values[slot]! >= 1) return true;
    const { nowMs } = this.#options.clock;
    const { slowStart } = this.#options.features;
    const warm =
      slowStart === undefined ? 1 : admissionAtAge(slowStart, nowMs - readySinceMs.values[slot]!);
    const share = warm * (this.#ejection?.admission(slot, nowMs) ?? 1);
    admission.values[slot] = share;
    if (this.#unproven.values[slot] === 1) {
      this.#unproven.values[slot] = 0;
      return true;
    }
    return share >= 1 || this.#options.random() < share;
  }

  #eject(slot: number): void {
    if (!this.#home.candidates.has(slot) && !this.#abroad?.candidates.has(slot)) return;
    this.#ejected.add(slot);
    this.#nextReturnMs = Math.min(this.#nextReturnMs, this.#ejection!.untilMs(slot));
    if (!this.#isPanicking) this.#leave(this.#sideOf(slot), slot);
    this.#checkPanic();
  }

  #returnDue(nowMs: number): void {
    if (nowMs < this.#nextReturnMs) return;
    this.#nextReturnMs = Infinity;
    for (let i = this.#ejected.count - 1; i >= 0; i -= 1) {
      const slot = this.#ejected.slots[i]!;
      const untilMs = this.#ejection!.untilMs(slot);
      if (untilMs > nowMs) {
        this.#nextReturnMs = Math.min(this.#nextReturnMs, untilMs);
        continue;
      }
      this.#ejected.remove(slot);
      this.#ejection!.readmit(slot, nowMs);
      this.#enter(this.#sideOf(slot), slot);
    }
    this.#checkPanic();
  }

  #checkPanic(): void {
    if (this.#ejection === undefined) return;
    const { panicThreshold } = this.#options.features.outlierEjection!;
    const remaining = this.readyCount - this.#ejected.count;
    const isPanic = remaining < panicThreshold * this.readyCount || remaining === 0;
    if (isPanic === this.#isPanicking) return;
    this.#isPanicking = isPanic;
    for (let i = 0; i < this.#ejected.count; i += 1) {
      const slot = this.#ejected.slots[i]!;
      if (isPanic) this.#enter(this.#sideOf(slot), slot);
      else this.#leave(this.#sideOf(slot), slot);
    }
  }

  #enter(side: Side, slot: number): void {
    if (side.candidates.add(slot)) side.picker.candidateAdded?.(slot);
  }

  #leave(side: Side, slot: number): void {
    if (side.candidates.remove(slot)) side.picker.candidateRemoved?.(slot);
  }

  #forgetPlaced(nowMs: number): void {
    this.#forgotPlacedMs = nowMs;
    if (this.#placedTotal === 0) return;
    this.#placedTotal = 0;
    this.#table.outstanding.values.set(this.#table.inFlight.values);
    this.#home.outstanding = inFlightOf(this.#home);
    if (this.#abroad !== undefined) this.#abroad.outstanding = inFlightOf(this.#abroad);
  }
}
