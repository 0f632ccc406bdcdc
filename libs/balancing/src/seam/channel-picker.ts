import { experimental, type Metadata, status } from '@grpc/grpc-js';
import {
  decodeLoadReport,
  LOAD_REPORT_TRAILER,
  type LoadReport,
} from '../load-report/load-report.ts';
import { callVerdict } from './call-verdict.ts';
import { findTried, type PickInfo, rememberAttempt, type Tried, wasTried } from './call-history.ts';
import type { CallOutcome, CallToPlace } from './endpoint-picker.ts';
import { isMarkedStreaming } from './streaming.ts';

/** An endpoint as the picker knows it; `subchannel` is null while it is not connected. */
export interface PickableEndpoint {
  readonly slot: number;
  readonly subchannel: experimental.SubchannelInterface | null;
}

/** What the picker needs of the balancer. */
export interface PickerOwner {
  place(call: CallToPlace): PickableEndpoint | undefined;
  endpointAt(slot: number): PickableEndpoint | undefined;
  /** The time of it, monotonic, in milliseconds. */
  started(endpoint: PickableEndpoint, isStream: boolean): number;
  ended(endpoint: PickableEndpoint, outcome: CallOutcome): void;
}

const PREVIOUS_ATTEMPTS = 'grpc-previous-rpc-attempts';

/**
 * A call of unknown kind that took longer, in milliseconds, is taken for a stream. See
 * `markStreaming`.
 */
const LONGEST_UNARY_MS = 60_000;

const queued: experimental.PickResult = {
  pickResultType: experimental.PickResultType.QUEUE,
  subchannel: null,
  status: null,
  onCallStarted: null,
  onCallEnded: null,
};

/**
 * The picker that grpc-js sees. It is made once and stays: what changes is the rotation behind
 * it, so that an endpoint that comes or goes costs no new picker.
 */
export class ChannelPicker implements experimental.Picker, CallToPlace {
  readonly #owner: PickerOwner;
  // The call that is being placed; one at a time, so one object serves all.
  #metadata: Metadata | undefined;
  #tried: Tried | undefined;
  isRetry = false;

  constructor(owner: PickerOwner) {
    this.#owner = owner;
  }

  pick({ metadata, extraPickInfo }: experimental.PickArgs): experimental.PickResult {
    const info: PickInfo = extraPickInfo;
    const tried = findTried(info);
    this.#metadata = metadata;
    this.isRetry = tried !== undefined && metadata.get(PREVIOUS_ATTEMPTS).length > 0;
    this.#tried = this.isRetry ? tried : undefined;
    const endpoint = this.#owner.place(this);
    if (endpoint === undefined || endpoint.subchannel === null) return queued;
    rememberAttempt(info, endpoint, this.#tried);
    return placedOn(this.#owner, endpoint, endpoint.subchannel, metadata);
  }

  findHeader(name: string): string | undefined {
    const value = this.#metadata?.get(name)[0];
    return typeof value === 'string' ? value : undefined;
  }

  isTried(slot: number): boolean {
    const endpoint = this.#owner.endpointAt(slot);
    return endpoint !== undefined && wasTried(this.#tried, endpoint);
  }
}

function placedOn(
  owner: PickerOwner,
  endpoint: PickableEndpoint,
  subchannel: experimental.SubchannelInterface,
  requestMetadata: Metadata,
): experimental.PickResult {
  const isStream = isMarkedStreaming(requestMetadata);
  let startedMs = 0;
  return {
    pickResultType: experimental.PickResultType.COMPLETE,
    subchannel,
    status: null,
    onCallStarted() {
      startedMs = owner.started(endpoint, isStream);
    },
    onCallEnded(code, _details, trailers) {
      const nowMs = performance.now();
      const report = findLoadReport(trailers);
      owner.ended(endpoint, {
        verdict: callVerdict(code),
        latencyMs: isStream ? NaN : latencyOf(code, nowMs - startedMs),
        nowMs,
        report,
      });
    },
  };
}

function latencyOf(code: status, tookMs: number): number {
  // A call that its caller gave up tells when the caller had enough, not when the host was done.
  return code === status.CANCELLED || tookMs > LONGEST_UNARY_MS ? NaN : tookMs;
}

function findLoadReport(trailers: Metadata): LoadReport | undefined {
  const [bytes] = trailers.get(LOAD_REPORT_TRAILER);
  return Buffer.isBuffer(bytes) ? decodeLoadReport(bytes) : undefined;
}
