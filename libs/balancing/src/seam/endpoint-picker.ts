import type { CandidateSet } from '../endpoints/candidate-set.ts';
import type { RotationFeatures } from './features.ts';
import type { EndpointSnapshot } from './balancer-snapshot.ts';
import type { PickReason } from './attempt-observer.ts';
import type { LoadReport } from '../load-report/load-report.ts';

/** The call that wants an endpoint. Valid during one `pick` only. */
export interface CallToPlace {
  /** The first value of a request header, undefined where there is none. */
  findHeader(name: string): string | undefined;
  /** The call has had attempts before this one. */
  readonly isRetry: boolean;
  /** The call is marked as a stream. */
  readonly isStream: boolean;
  /** An earlier attempt of the same call went to this endpoint. */
  isTried(slot: number): boolean;
}

/**
 * What a call's end says of the endpoint. A `failure` is the host's fault; `neutral` says nothing
 * of it (the caller's own error such as NOT_FOUND: the host answered). `refused` says that it works
 * and has too much to do; `abandoned` that it would have taken longer than its caller waited.
 */
export type CallVerdict = 'success' | 'failure' | 'refused' | 'neutral' | 'abandoned';

export interface CallOutcome {
  readonly verdict: CallVerdict;
  /**
   * From start to status in milliseconds; NaN where the time says nothing of the endpoint: a
   * stream lasts as long as its caller wants it.
   */
  readonly latencyMs: number;
  /** It was marked as a stream when it started. */
  readonly isStream: boolean;
  /** Monotonic, milliseconds. */
  readonly nowMs: number;
  /** What the server said of its load in the trailers. */
  readonly report: LoadReport | undefined;
}

/**
 * The arithmetic of a policy: no timers, no sockets, no clock of its own. Slots name endpoints
 * as in the table; all methods but `pick` are optional.
 */
export interface EndpointPicker {
  /** One of the candidates, of which there is at least one. Called for every attempt. */
  pick(call: CallToPlace): number;
  /** What decided the last pick, where that was not the policy's ordinary rule. */
  readonly pickReason?: PickReason;
  candidateAdded?(slot: number): void;
  candidateRemoved?(slot: number): void;
  /** Discovery lists the endpoint from now on, or no longer. */
  listedChanged?(slot: number): void;
  /** Discovery gave the endpoint another weight or hash key. */
  notesChanged?(slot: number): void;
  /**
   * The call has reached the connection. `inFlight` counts it already. A stream (as far as it was
   * marked as one) lasts as long as its caller likes: that it has not ended says nothing.
   */
  callStarted?(slot: number, nowMs: number, isStream: boolean): void;
  /** What a snapshot says of the endpoint besides what the table knows. */
  describe?(slot: number, nowMs: number): PickerDescription;
  /** The call has its status. `inFlight` no longer counts it. */
  callEnded?(slot: number, outcome: CallOutcome): void;
}

/** What the policy thinks of an endpoint. */
export type PickerDescription = Pick<EndpointSnapshot, 'latencyMs' | 'leftAlone'>;

/** Time as the last event of the balancer saw it: reading a clock costs half a pick. */
export interface CoarseClock {
  /** Monotonic, milliseconds. */
  readonly nowMs: number;
}

export interface PickerContext<Config> {
  readonly config: Config;
  /** Empty at first; later changes are told by `candidateAdded` and `candidateRemoved`. */
  readonly candidates: CandidateSet;
  /** What discovery lists, connected or not; changes are told by `listedChanged`. */
  readonly listed: CandidateSet;
  readonly clock: CoarseClock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** What a hash ring places the endpoint by. */
  findHashKey(slot: number): string;
}

/** A policy: how its configuration reads, and the picker that it makes. */
export interface BalancingPolicy<Config> {
  /**
   * Reads the JSON that stands under the policy's name in `loadBalancingConfig`.
   * @throws ConfigFieldError naming the field, the rule and the value
   */
  parseConfig(json: unknown): Config;
  /** Features that are on unless the configuration says otherwise. Default: none. */
  readonly features?: RotationFeatures;
  createPicker(context: PickerContext<Config>): EndpointPicker;
}
