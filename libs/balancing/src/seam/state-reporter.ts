import { connectivityState, experimental } from '@grpc/grpc-js';

/** How many endpoints there are, and how they are. */
export interface FleetState {
  readonly listed: number;
  readonly ready: number;
  readonly unreachable: number;
  readonly lastError: string;
  readonly resolutionNote: string;
}

/** Tells the channel the policy's state, and only what is new: every report wakes its queue. */
export class StateReporter {
  readonly #name: string;
  readonly #helper: experimental.ChannelControlHelper;
  readonly #picker: experimental.Picker;
  readonly #queueing: experimental.Picker;
  #last: { state: connectivityState; error: string | null } | undefined;

  constructor(
    helper: experimental.ChannelControlHelper,
    balancer: experimental.LoadBalancer,
    picker: experimental.Picker,
  ) {
    this.#name = balancer.getTypeName();
    this.#helper = helper;
    this.#picker = picker;
    this.#queueing = new experimental.QueuePicker(balancer);
  }

  report({ listed, ready, unreachable, lastError, resolutionNote }: FleetState): void {
    if (ready > 0) {
      this.#tell(connectivityState.READY, this.#picker, null);
    } else if (listed === 0) {
      const note = resolutionNote === '' ? '' : ` (${resolutionNote})`;
      this.failed(`${this.#name}: no endpoints${note}`);
    } else if (unreachable === listed) {
      this.failed(`${this.#name}: no endpoint can be reached; last error: ${lastError}`);
    } else {
      this.#tell(connectivityState.CONNECTING, this.#queueing, null);
    }
  }

  /** Calls fail at once with UNAVAILABLE and this text, unless they wait for readiness. */
  failed(details: string): void {
    const picker = new experimental.UnavailablePicker({ details });
    this.#tell(connectivityState.TRANSIENT_FAILURE, picker, details);
  }

  #tell(state: connectivityState, picker: experimental.Picker, error: string | null): void {
    if (this.#last?.state === state && this.#last.error === error) return;
    this.#last = { state, error };
    this.#helper.updateState(state, picker, error);
  }
}
