import { connectivityState, experimental } from '@grpc/grpc-js';

/** Tells the channel the policy's state, and only what is new: every report wakes its queue. */
export class StateReporter {
  readonly #helper: experimental.ChannelControlHelper;
  readonly #picker: experimental.Picker;
  readonly #queueing: experimental.Picker;
  #last: { state: connectivityState; error: string | null } | undefined;

  constructor(
    helper: experimental.ChannelControlHelper,
    balancer: experimental.LoadBalancer,
    picker: experimental.Picker,
  ) {
    this.#helper = helper;
    this.#picker = picker;
    this.#queueing = new experimental.QueuePicker(balancer);
  }

  ready(): void {
    this.#report(connectivityState.READY, this.#picker, null);
  }

  connecting(): void {
    this.#report(connectivityState.CONNECTING, this.#queueing, null);
  }

  /** Calls fail at once with UNAVAILABLE and this text, unless they wait for readiness. */
  failed(details: string): void {
    const picker = new experimental.UnavailablePicker({ details });
    this.#report(connectivityState.TRANSIENT_FAILURE, picker, details);
  }

  #report(state: connectivityState, picker: experimental.Picker, error: string | null): void {
    if (this.#last?.state === state && this.#last.error === error) return;
    this.#last = { state, error };
    this.#helper.updateState(state, picker, error);
  }
}
