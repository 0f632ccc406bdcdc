import { experimental, type Metadata } from '@grpc/grpc-js';
import { findTried, type PickInfo, rememberAttempt, type Tried, wasTried } from './call-history.ts';
import type { CallOutcome, CallToPlace } from './endpoint-picker.ts';
import type { AttemptObserver } from './attempt-observer.ts';
import { PlacedCall } from './placed-call.ts';
import { PlacedView, type PlaceDescriber } from './placed-view.ts';
import { isMarkedStreaming } from './streaming.ts';

/** An endpoint as the picker knows it; `subchannel` is null while it is not connected. */
export interface PickableEndpoint {
  readonly slot: number;
  readonly subchannel: experimental.SubchannelInterface | null;
}

/** What the picker needs of the balancer. */
export interface PickerOwner extends PlaceDescriber {
  readonly observer: AttemptObserver | undefined;
  place(call: CallToPlace): PickableEndpoint | undefined;
  endpointAt(slot: number): PickableEndpoint | undefined;
  /** The time of it, monotonic, in milliseconds. */
  started(endpoint: PickableEndpoint, isStream: boolean): number;
  ended(endpoint: PickableEndpoint, outcome: CallOutcome): void;
}

const PREVIOUS_ATTEMPTS = 'grpc-previous-rpc-attempts';

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
  readonly #spare: PlacedCall[] = [];
  readonly #view: PlacedView;
  // The call that is being placed; one at a time, so one object serves all.
  #metadata: Metadata | undefined;
  #tried: Tried | undefined;
  isRetry = false;

  constructor(owner: PickerOwner) {
    this.#owner = owner;
    this.#view = new PlacedView(owner);
  }

  pick({ metadata, extraPickInfo }: experimental.PickArgs): experimental.PickResult {
    const info: PickInfo = extraPickInfo;
    const tried = findTried(info);
    this.#metadata = metadata;
    this.isRetry = tried !== undefined && metadata.get(PREVIOUS_ATTEMPTS).length > 0;
    this.#tried = this.isRetry ? tried : undefined;
    const { observer } = this.#owner;
    const endpoint = this.#owner.place(this);
    if (endpoint === undefined || endpoint.subchannel === null) return queued;
    rememberAttempt(info, endpoint, this.#tried);
    const placed = this.#spare.pop() ?? new PlacedCall(this.#owner, this.#spare);
    const listener = observer?.attemptPlaced(this.#view.show(endpoint, metadata));
    return placed.place(endpoint, endpoint.subchannel, metadata, listener);
  }

  get isStream(): boolean {
    return isMarkedStreaming(this.#metadata!);
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
