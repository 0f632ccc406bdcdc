import { experimental, type Metadata, type status } from '@grpc/grpc-js';
import {
  decodeLoadReport,
  LOAD_REPORT_TRAILER,
  type LoadReport,
} from '../load-report/load-report.ts';
import type { AttemptListener } from './attempt-observer.ts';
import { callVerdict } from './call-verdict.ts';
import type { PickableEndpoint, PickerOwner } from './channel-picker.ts';
import { isMarkedStreaming } from './streaming.ts';

/**
 * A call of unknown kind that took longer, in milliseconds, is taken for a stream. See
 * `markStreaming`.
 */
const LONGEST_UNARY_MS = 60_000;
/** So many are kept for later calls; what a burst needs above it is left to the collector. */
const MAX_SPARE = 1_024;

/**
 * The result of a pick, used again for another call once its own has ended: its two functions,
 * which grpc-js calls without the result and wrappers copy, are the dearest part of a pick. A call
 * that never starts takes its result with it.
 */
export class PlacedCall implements experimental.PickResult {
  readonly pickResultType = experimental.PickResultType.COMPLETE;
  readonly status = null;
  subchannel: experimental.SubchannelInterface | null = null;
  readonly onCallStarted: () => void;
  readonly onCallEnded: NonNullable<experimental.PickResult['onCallEnded']>;
  readonly #owner: PickerOwner;
  readonly #spare: PlacedCall[];
  #endpoint: PickableEndpoint | undefined;
  #metadata: Metadata | undefined;
  #listener: AttemptListener | undefined;
  #isUnderWay = false;
  #isStream = false;
  #startedMs = 0;

  constructor(owner: PickerOwner, spare: PlacedCall[]) {
    this.#owner = owner;
    this.#spare = spare;
    this.onCallStarted = () => this.#start();
    this.onCallEnded = (code, details, trailers) => this.#end(code, details, trailers);
  }

  place(
    endpoint: PickableEndpoint,
    subchannel: experimental.SubchannelInterface,
    metadata: Metadata,
    listener: AttemptListener | undefined,
  ): this {
    this.subchannel = subchannel;
    this.#endpoint = endpoint;
    this.#metadata = metadata;
    this.#listener = listener;
    return this;
  }

  #start(): void {
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    this.#isStream = isMarkedStreaming(this.#metadata!);
    this.#metadata = undefined;
    this.#startedMs = this.#owner.started(this.#endpoint!, this.#isStream);
    this.#listener?.attemptStarted(this.#startedMs);
  }

  #end(code: status, details: string, trailers: Metadata): void {
    if (!this.#isUnderWay) return;
    this.#isUnderWay = false;
    const nowMs = performance.now();
    const endpoint = this.#endpoint!;
    this.#endpoint = undefined;
    this.subchannel = null;
    this.#owner.ended(endpoint, {
      verdict: callVerdict(code),
      isStream: this.#isStream,
      latencyMs: this.#isStream ? NaN : latencyOf(nowMs - this.#startedMs),
      nowMs,
      report: findLoadReport(trailers),
    });
    this.#listener?.attemptEnded(code, details, nowMs);
    this.#listener = undefined;
    if (this.#spare.length < MAX_SPARE) this.#spare.push(this);
  }
}

function latencyOf(tookMs: number): number {
  return tookMs > LONGEST_UNARY_MS ? NaN : tookMs;
}

function findLoadReport(trailers: Metadata): LoadReport | undefined {
  const [bytes] = trailers.get(LOAD_REPORT_TRAILER);
  return Buffer.isBuffer(bytes) ? decodeLoadReport(bytes) : undefined;
}
