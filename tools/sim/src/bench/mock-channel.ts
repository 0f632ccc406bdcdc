// A channel's side of a load balancer without sockets: what is measured is the policy.
import { createRequire } from 'node:module';
import { connectivityState, experimental, Metadata } from '@grpc/grpc-js';

const require = createRequire(import.meta.url);
const internal = '@grpc/grpc-js/build/src/load-balancer.js';
const { createLoadBalancer } = require(internal) as {
  createLoadBalancer(
    config: experimental.TypedLoadBalancingConfig,
    helper: experimental.ChannelControlHelper,
  ): experimental.LoadBalancer;
};

type Listener = experimental.ConnectivityStateListener;

class MockSubchannel {
  state = connectivityState.IDLE;
  readonly #listeners = new Set<Listener>();
  readonly #address: string;
  constructor(address: string) {
    this.#address = address;
  }
  getConnectivityState = () => this.state;
  addConnectivityStateListener = (listener: Listener) => void this.#listeners.add(listener);
  removeConnectivityStateListener = (listener: Listener) => void this.#listeners.delete(listener);
  startConnecting(): void {}
  getAddress = () => this.#address;
  throttleKeepalive(): void {}
  ref(): void {}
  unref(): void {}
  getChannelzRef = () => ({ kind: 'subchannel', id: 0, name: '' });
  isHealthy = () => true;
  addHealthStateWatcher(): void {}
  removeHealthStateWatcher(): void {}
  addDataWatcher(): void {}
  getRealSubchannel(): this {
    return this;
  }
  realSubchannelEquals(other: unknown): boolean {
    return (other as MockSubchannel).getRealSubchannel() === this;
  }
  become(state: connectivityState): void {
    const previous = this.state;
    this.state = state;
    for (const listener of [...this.#listeners]) {
      listener(this as unknown as experimental.SubchannelInterface, previous, state, -1);
    }
  }
}

export class MockChannel {
  readonly subchannels = new Map<string, MockSubchannel>();
  readonly #balancer: experimental.LoadBalancer;
  readonly #config: experimental.TypedLoadBalancingConfig;
  picker: experimental.Picker | undefined;

  constructor(loadBalancingConfig: { [name: string]: object }) {
    this.#config = experimental.parseLoadBalancingConfig(loadBalancingConfig);
    this.#balancer = createLoadBalancer(this.#config, {
      createSubchannel: (address) => {
        const key = experimental.subchannelAddressToString(address);
        let subchannel = this.subchannels.get(key);
        if (subchannel === undefined) {
          subchannel = new MockSubchannel(key);
          this.subchannels.set(key, subchannel);
        }
        return subchannel as unknown as experimental.SubchannelInterface;
      },
      updateState: (_state, picker) => void (this.picker = picker),
      requestReresolution: () => undefined,
      addChannelzChild: () => undefined,
      removeChannelzChild: () => undefined,
    });
  }

  update(endpoints: experimental.Endpoint[]): void {
    const value = experimental.statusOrFromValue(endpoints);
    this.#balancer.updateAddressList(value, this.#config, {}, '');
  }

  pick(): experimental.PickResult {
    return this.picker!.pick({ metadata: noMetadata, extraPickInfo: {} });
  }

  destroy(): void {
    this.#balancer.destroy();
  }
}

const noMetadata = new Metadata();

export const mockEndpoint = (index: number): experimental.Endpoint => ({
  addresses: [{ host: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, port: 50_051 }],
});

export const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));
