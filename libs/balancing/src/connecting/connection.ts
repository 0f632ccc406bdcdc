import { type ChannelOptions, connectivityState, experimental, Metadata } from '@grpc/grpc-js';
import type { AnnotatedEndpoint } from '../endpoints/endpoint-list.ts';

type Helper = experimental.ChannelControlHelper;
type Subchannel = experimental.SubchannelInterface;

const noMetadata = new Metadata();

/** Hears of the connections of all its endpoints. */
export interface ConnectionOwner<Endpoint> {
  readonly helper: Helper;
  readonly options: ChannelOptions;
  /** Calls can go out on this subchannel from now on. */
  connected(endpoint: Endpoint, subchannel: Subchannel): void;
  /** They no longer can; a new connection is under way. */
  disconnected(endpoint: Endpoint): void;
  /** An attempt to connect failed; the next one follows after grpc-js's back-off. */
  failed(endpoint: Endpoint, message: string): void;
}

/** Keeps one endpoint connected, whatever happens, until it is closed. */
export interface Connection {
  close(): void;
}

export function openConnection<Endpoint extends { readonly notes: AnnotatedEndpoint }>(
  endpoint: Endpoint,
  owner: ConnectionOwner<Endpoint>,
): Connection {
  const { addresses } = endpoint.notes;
  if (addresses.length !== 1) return openRacing(endpoint, owner);
  return new SingleConnection(endpoint, owner, addresses[0]!);
}

/**
 * One address: its subchannel is the connection. There is one of these for each endpoint, so it
 * holds one function and nothing that the owner has.
 */
class SingleConnection<Endpoint> implements Connection {
  readonly #endpoint: Endpoint;
  readonly #owner: ConnectionOwner<Endpoint>;
  readonly #subchannel: Subchannel;
  /**
   * Told of states, and of health: somebody above the policy, such as outlier_detection, may call a
   * connection unhealthy.
   */
  readonly #listener: (
    changed: Subchannel | boolean,
    previous?: connectivityState,
    state?: connectivityState,
    keepaliveMs?: number,
    error?: string,
  ) => void;
  #isConnected = false;

  constructor(
    endpoint: Endpoint,
    owner: ConnectionOwner<Endpoint>,
    address: experimental.SubchannelAddress,
  ) {
    const subchannel = owner.helper.createSubchannel(address, owner.options);
    this.#endpoint = endpoint;
    this.#owner = owner;
    this.#subchannel = subchannel;
    this.#listener = (_changed, _previous, state, _keepaliveMs, error) =>
      this.#observe(state ?? this.#subchannel.getConnectivityState(), error);
    subchannel.ref();
    owner.helper.addChannelzChild(subchannel.getChannelzRef());
    subchannel.addConnectivityStateListener(this.#listener);
    subchannel.addHealthStateWatcher(this.#listener);
    this.#observe(subchannel.getConnectivityState());
  }

  close(): void {
    const subchannel = this.#subchannel;
    subchannel.removeConnectivityStateListener(this.#listener);
    subchannel.removeHealthStateWatcher(this.#listener);
    this.#owner.helper.removeChannelzChild(subchannel.getChannelzRef());
    subchannel.unref();
  }

  #observe(state: connectivityState, error?: string): void {
    const subchannel = this.#subchannel;
    const isUsable = state === connectivityState.READY && subchannel.isHealthy();
    if (isUsable !== this.#isConnected) {
      this.#isConnected = isUsable;
      if (isUsable) this.#owner.connected(this.#endpoint, subchannel);
      else this.#owner.disconnected(this.#endpoint);
    }
    if (state === connectivityState.TRANSIENT_FAILURE) {
      this.#owner.failed(this.#endpoint, error ?? `${subchannel.getAddress()} cannot be reached`);
    } else if (state === connectivityState.READY && !isUsable) {
      this.#owner.failed(this.#endpoint, `${subchannel.getAddress()} is unhealthy`);
    }
    // Idle: connect. After a failure: connect again when the back-off ends. Else: nothing.
    if (state !== connectivityState.READY) subchannel.startConnecting();
  }
}

/** Several addresses of one host: grpc-js's leaf races them (gRFC A61, happy eyeballs). */
function openRacing<Endpoint extends { readonly notes: AnnotatedEndpoint }>(
  endpoint: Endpoint,
  owner: ConnectionOwner<Endpoint>,
): Connection {
  let connected: Subchannel | null = null;
  const helper = experimental.createChildChannelControlHelper(owner.helper, {
    updateState(state, picker, error) {
      const subchannel = state === connectivityState.READY ? pickedBy(picker) : null;
      if (subchannel !== connected) {
        if (connected !== null) owner.disconnected(endpoint);
        connected = subchannel;
        if (subchannel !== null) owner.connected(endpoint, subchannel);
      }
      if (state === connectivityState.TRANSIENT_FAILURE) {
        owner.failed(endpoint, error ?? 'unreachable');
      }
      if (state === connectivityState.IDLE) leaf.exitIdle();
    },
    // The balancer asks by itself, for every endpoint alike.
    requestReresolution() {},
  });
  const leaf = new experimental.LeafLoadBalancer(endpoint.notes, helper, owner.options, '');
  leaf.startConnecting();
  return { close: () => leaf.destroy() };
}

function pickedBy(picker: experimental.Picker): Subchannel | null {
  return picker.pick({ metadata: noMetadata, extraPickInfo: {} }).subchannel;
}
