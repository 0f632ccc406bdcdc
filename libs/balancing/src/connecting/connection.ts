import { type ChannelOptions, connectivityState, experimental, Metadata } from '@grpc/grpc-js';
import type { AnnotatedEndpoint } from '../endpoints/endpoint-list.ts';

type Helper = experimental.ChannelControlHelper;
type Subchannel = experimental.SubchannelInterface;

const noMetadata = new Metadata();

export interface ConnectionListener {
  /** Calls can go out on this subchannel from now on. */
  connected(subchannel: Subchannel): void;
  /** They no longer can; a new connection is under way. */
  disconnected(): void;
  /** An attempt to connect failed; the next one follows after grpc-js's back-off. */
  failed(message: string): void;
}

/** Keeps one endpoint connected, whatever happens, until it is closed. */
export interface Connection {
  close(): void;
}

export function openConnection(
  endpoint: AnnotatedEndpoint,
  helper: Helper,
  options: ChannelOptions,
  listener: ConnectionListener,
): Connection {
  const [address] = endpoint.addresses;
  if (endpoint.addresses.length === 1 && address !== undefined) {
    return openSingle(address, helper, options, listener);
  }
  return openRacing(endpoint, helper, options, listener);
}

/** One address: its subchannel is the connection. */
function openSingle(
  address: experimental.SubchannelAddress,
  helper: Helper,
  options: ChannelOptions,
  listener: ConnectionListener,
): Connection {
  const subchannel = helper.createSubchannel(address, options);
  let isConnected = false;

  const observe = (state: connectivityState, error?: string) => {
    const isUsable = state === connectivityState.READY && subchannel.isHealthy();
    if (isUsable !== isConnected) {
      isConnected = isUsable;
      if (isUsable) listener.connected(subchannel);
      else listener.disconnected();
    }
    if (state === connectivityState.TRANSIENT_FAILURE) {
      listener.failed(error ?? `${subchannel.getAddress()} cannot be reached`);
    } else if (state === connectivityState.READY && !isUsable) {
      listener.failed(`${subchannel.getAddress()} is unhealthy`);
    }
    // Idle: connect. After a failure: connect again when the back-off ends. Else: nothing.
    if (state !== connectivityState.READY) subchannel.startConnecting();
  };
  const onState: experimental.ConnectivityStateListener = (_, __, state, ___, error) =>
    observe(state, error);
  // Somebody above this policy, such as outlier_detection, may call a connection unhealthy.
  const onHealth = () => observe(subchannel.getConnectivityState());

  subchannel.ref();
  helper.addChannelzChild(subchannel.getChannelzRef());
  subchannel.addConnectivityStateListener(onState);
  subchannel.addHealthStateWatcher(onHealth);
  observe(subchannel.getConnectivityState());

  return {
    close() {
      subchannel.removeConnectivityStateListener(onState);
      subchannel.removeHealthStateWatcher(onHealth);
      helper.removeChannelzChild(subchannel.getChannelzRef());
      subchannel.unref();
    },
  };
}

/** Several addresses of one host: grpc-js's leaf races them (gRFC A61, happy eyeballs). */
function openRacing(
  endpoint: AnnotatedEndpoint,
  helper: Helper,
  options: ChannelOptions,
  listener: ConnectionListener,
): Connection {
  let connected: Subchannel | null = null;
  const childHelper = experimental.createChildChannelControlHelper(helper, {
    updateState(state, picker, error) {
      const subchannel = state === connectivityState.READY ? pickedBy(picker) : null;
      if (subchannel !== connected) {
        if (connected !== null) listener.disconnected();
        connected = subchannel;
        if (subchannel !== null) listener.connected(subchannel);
      }
      if (state === connectivityState.TRANSIENT_FAILURE) listener.failed(error ?? 'unreachable');
      if (state === connectivityState.IDLE) leaf.exitIdle();
    },
    // The balancer asks by itself, for every endpoint alike.
    requestReresolution() {},
  });
  const leaf = new experimental.LeafLoadBalancer(endpoint, childHelper, options, '');
  leaf.startConnecting();
  return { close: () => leaf.destroy() };
}

function pickedBy(picker: experimental.Picker): Subchannel | null {
  return picker.pick({ metadata: noMetadata, extraPickInfo: {} }).subchannel;
}
