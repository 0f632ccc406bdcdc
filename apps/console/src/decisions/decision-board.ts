import type { WatchStateResponse } from '@ballast/contracts';
import { HISTORY_SECONDS } from '../figures/call-board.ts';
import { ValueSeconds } from '../figures/value-seconds.ts';
import { EndpointSeconds } from './endpoint-seconds.ts';
import { toPhase, type PhaseName } from './phases.ts';

/** A series and whose it is. */
export interface Series<Values> {
  readonly replica: string;
  /** A target, and what of it; or an address. */
  readonly target: string;
  readonly subject: string;
  readonly values: Values;
}

export interface LimitSeconds {
  readonly limit: ValueSeconds;
  readonly inFlight: ValueSeconds;
  readonly refusedPerSecond: ValueSeconds;
}

export interface BudgetSeconds {
  readonly retriesLeft: ValueSeconds;
  readonly retries: ValueSeconds;
}

/** Told of what changed from one state of a process to the next. */
export interface DecisionListener {
  onBreaker(replica: string, method: string, phase: PhaseName, before: PhaseName): void;
  onEjection(replica: string, address: string, reason: string): void;
}

interface Refusals {
  readonly atMs: number;
  readonly calls: number;
}

const MAX_SERIES = 4000;
const phaseNumbers: Readonly<Record<PhaseName, number>> = {
  closed: 0,
  'half-open': 1,
  open: 2,
  isolated: 3,
};

/** What every process said of its clients and its server: the last word, and the last minutes. */
export class DecisionBoard {
  readonly #listener: DecisionListener;
  readonly #states = new Map<string, WatchStateResponse>();
  /** By replica: the moment of which its last word is written. */
  readonly #writtenAtMs = new Map<string, number>();
  readonly endpoints = new Map<string, Series<EndpointSeconds>>();
  readonly breakers = new Map<string, Series<ValueSeconds>>();
  readonly budgets = new Map<string, Series<BudgetSeconds>>();
  readonly limits = new Map<string, Series<LimitSeconds>>();
  /** By replica and address: what the last word of each process counted. */
  readonly #refusals = new Map<string, ReadonlyMap<string, Refusals>>();

  constructor(listener: DecisionListener) {
    this.#listener = listener;
  }

  /** The last word of each process that is still there. */
  get states(): ReadonlyMap<string, WatchStateResponse> {
    return this.#states;
  }

  endpointOf(replica: string, target: string, address: string): EndpointSeconds | undefined {
    return this.endpoints.get(keyOf(replica, target, address))?.values;
  }

  limitOf(replica: string, address: string): LimitSeconds | undefined {
    return this.limits.get(keyOf(replica, address, ''))?.values;
  }

  record(replica: string, state: WatchStateResponse, atMs: number): void {
    const before = this.#states.get(replica);
    this.#states.set(replica, state);
    this.#write(replica, state, atMs);
    if (before !== undefined) this.#tellChanges(replica, before, state);
  }

  /**
   * The last word of a process held until then, as if it had said it again each second. Without that
   * a figure between two words would be unknown, and the first call after a silence would be spread
   * over all of it.
   */
  hold(replica: string, untilMs: number): void {
    const state = this.#states.get(replica);
    const writtenAtMs = this.#writtenAtMs.get(replica);
    if (state === undefined || writtenAtMs === undefined) return;
    // Less than a second later it may have something new to say for that second itself.
    if (untilMs - writtenAtMs < 1000) return;
    const oldestMs = untilMs - HISTORY_SECONDS * 1000;
    for (let atMs = Math.max(writtenAtMs, oldestMs) + 1000; atMs < untilMs; atMs += 1000) {
      this.#write(replica, state, atMs);
    }
    this.#write(replica, state, untilMs);
  }

  #write(replica: string, state: WatchStateResponse, atMs: number): void {
    this.#writtenAtMs.set(replica, atMs);
    const second = Math.floor(atMs / 1000);
    for (const { target, endpoints } of state.channels) {
      for (const endpoint of endpoints) {
        seriesOf(
          this.endpoints,
          [replica, target, endpoint.address],
          () => new EndpointSeconds(HISTORY_SECONDS + 10),
        ).record(endpoint, atMs);
      }
    }
    for (const { target, method, phase } of state.breakers) {
      const number = phaseNumbers[toPhase(phase)];
      const key = keyOf(replica, target, method);
      // Most breakers never open: nobody wants to see a line of zeros.
      if (number === 0 && !this.breakers.has(key)) continue;
      seriesOf(this.breakers, [replica, target, method], createValues).write(second, number);
    }
    for (const { target, service, retries, retriesLeft } of state.retryBudgets) {
      const values = seriesOf(this.budgets, [replica, target, service], () => ({
        retriesLeft: createValues(),
        retries: createValues(),
      }));
      values.retriesLeft.write(second, retriesLeft);
      values.retries.write(second, retries);
    }
    const refusalsBefore = this.#refusals.get(replica);
    const refusals = new Map<string, Refusals>();
    for (const { address, limit, callsInFlight, refused } of state.admissions) {
      const values = seriesOf(this.limits, [replica, address, ''], () => ({
        ...{ limit: createValues(), inFlight: createValues(), refusedPerSecond: createValues() },
      }));
      values.limit.write(second, limit);
      values.inFlight.write(second, callsInFlight);
      const calls = refused.reduce((sum, reason) => sum + Number(reason.calls), 0);
      const now: Refusals = { atMs, calls };
      values.refusedPerSecond.write(second, perSecond(refusalsBefore?.get(address), now));
      refusals.set(address, now);
    }
    this.#refusals.set(replica, refusals);
  }

  /** Lets go of the last word of processes that are gone, and of lines that have left the pages. */
  keepOnly(replicas: ReadonlySet<string>, nowMs: number): void {
    for (const replica of this.#states.keys()) {
      if (replicas.has(replica)) continue;
      this.#states.delete(replica);
      this.#refusals.delete(replica);
      this.#writtenAtMs.delete(replica);
    }
    const first = Math.floor(nowMs / 1000) - HISTORY_SECONDS;
    dropBefore(first, this.endpoints, (values) => values.lastSecond);
    dropBefore(first, this.breakers, (values) => values.lastSecond);
    dropBefore(first, this.budgets, ({ retries }) => retries.lastSecond);
    dropBefore(first, this.limits, ({ limit }) => limit.lastSecond);
  }

  #tellChanges(replica: string, before: WatchStateResponse, state: WatchStateResponse): void {
    const phases = new Map(before.breakers.map((each) => [each.target + each.method, each.phase]));
    for (const { target, method, phase } of state.breakers) {
      const last = phases.get(target + method);
      if (last !== undefined && last !== phase) {
        this.#listener.onBreaker(replica, method, toPhase(phase), toPhase(last));
      }
    }
    const alone = new Map(
      before.channels.flatMap(({ target, endpoints }) =>
        endpoints.map((each) => [target + each.address, each.leftAloneBecause] as const),
      ),
    );
    for (const { target, endpoints } of state.channels) {
      for (const { address, leftAloneBecause } of endpoints) {
        const last = alone.get(target + address);
        if (last !== undefined && last !== leftAloneBecause) {
          this.#listener.onEjection(replica, address, leftAloneBecause);
        }
      }
    }
  }
}

function perSecond(last: Refusals | undefined, { calls, atMs }: Refusals): number {
  // Counters begin anew with the process.
  if (last === undefined || calls < last.calls || atMs <= last.atMs) return 0;
  return ((calls - last.calls) * 1000) / (atMs - last.atMs);
}

/** With each roll there are new addresses, and nobody is behind the old ones any more. */
function dropBefore<Values>(
  first: number,
  all: Map<string, Series<Values>>,
  lastSecondOf: (values: Values) => number,
): void {
  for (const [key, { values }] of all) if (lastSecondOf(values) < first) all.delete(key);
}

function createValues(): ValueSeconds {
  return new ValueSeconds(HISTORY_SECONDS + 10);
}

function keyOf(replica: string, target: string, subject: string): string {
  return `${replica}\n${target}\n${subject}`;
}

/** The series, made where there is none; the oldest makes room for what nobody could read any more. */
function seriesOf<Values>(
  all: Map<string, Series<Values>>,
  [replica, target, subject]: readonly [string, string, string],
  create: () => Values,
): Values {
  const key = keyOf(replica, target, subject);
  const known = all.get(key);
  if (known !== undefined) return known.values;
  const [oldest] = all.keys();
  if (all.size >= MAX_SERIES && oldest !== undefined) all.delete(oldest);
  const values = create();
  all.set(key, { replica, target, subject, values });
  return values;
}
