// A channel's side of a load balancer without sockets: what is measured is the policy, and, where
// it is asked for, grpc-js's pool of subchannels.
import { createRequire } from 'node:module';
import { connectivityState, credentials, experimental } from '@grpc/grpc-js';

const require = createRequire(import.meta.url);
const internal = (file: string): unknown => require(`@grpc/grpc-js/build/src/${file}.js`);
const { createLoadBalancer } = internal('load-balancer') as {
  createLoadBalancer(
    config: experimental.TypedLoadBalancingConfig,
    helper: experimental.ChannelControlHelper,
  ): experimental.LoadBalancer;
};
type Real = ConstructorParameters<typeof experimental.BaseSubchannelWrapper>[0];
const { getSubchannelPool } = internal('subchannel-pool') as {
  getSubchannelPool(isGlobal: boolean): {
    getOrCreateSubchannel(
      target: experimental.GrpcUri,
      address: experimental.SubchannelAddress,
      options: object,
      credentials: object,
    ): Real;
  };
};

type Listener = experimental.ConnectivityStateListener;
type Subchannel = experimental.SubchannelInterface;

/** What a subchannel costs a policy that holds one, and no more. */
class MockSubchannel {
  state = connectivityState.IDLE;
  #listener: Listener | undefined;
  #others: Set<Listener> | undefined;
  readonly #address: string;
  readonly #ref = { kind: 'subchannel', id: 0, name: '' };

  constructor(address: string) {
    this.#address = address;
  }

  getConnectivityState(): connectivityState {
    return this.state;
  }
  addConnectivityStateListener(listener: Listener): void {
    if (this.#listener === undefined) this.#listener = listener;
    else (this.#others ??= new Set()).add(listener);
  }
  removeConnectivityStateListener(listener: Listener): void {
    if (this.#listener === listener) this.#listener = undefined;
    else this.#others?.delete(listener);
  }
  startConnecting(): void {}
  getAddress(): string {
    return this.#address;
  }
  throttleKeepalive(): void {}
  ref(): void {}
  unref(): void {}
  getChannelzRef() {
    return this.#ref;
  }
  isHealthy(): boolean {
    return true;
  }
  addHealthStateWatcher(): void {}
  removeHealthStateWatcher(): void {}
  addDataWatcher(): void {}
  getRealSubchannel(): this {
    return this;
  }
  realSubchannelEquals(other: unknown): boolean {
    return (other as MockSubchannel).getRealSubchannel() === this;
  }

  connect(): void {
    this.#become(connectivityState.CONNECTING);
    this.#become(connectivityState.READY);
  }

  #become(state: connectivityState): void {
    const previous = this.state;
    this.state = state;
    const subchannel = this as unknown as Subchannel;
    this.#listener?.(subchannel, previous, state, -1);
    for (const listener of [...(this.#others ?? [])]) listener(subchannel, previous, state, -1);
  }
}

export class MockChannel {
  readonly subchannels = new Map<string, MockSubchannel>();
  picker: experimental.Picker | undefined;
  readonly #balancer: experimental.LoadBalancer;
  readonly #config: experimental.TypedLoadBalancingConfig;
  readonly #pool: ReturnType<typeof getSubchannelPool> | undefined;

  /** `hasPool`: each subchannel is looked up in a pool of grpc-js first, as in a real channel. */
  constructor(loadBalancingConfig: { [name: string]: object }, { hasPool = false } = {}) {
    this.#pool = hasPool ? getSubchannelPool(false) : undefined;
    this.#config = experimental.parseLoadBalancingConfig(loadBalancingConfig);
    this.#balancer = createLoadBalancer(this.#config, {
      createSubchannel: (address) => this.#subchannelOf(address) as unknown as Subchannel,
      updateState: (_state, picker) => void (this.picker = picker),
      requestReresolution: () => undefined,
      addChannelzChild: () => undefined,
      removeChannelzChild: () => undefined,
    });
  }

  /** Makes the subchannels ahead, so that they are no part of what is measured. */
  prepare(endpoints: readonly experimental.Endpoint[]): void {
    for (const { addresses } of endpoints) this.#subchannelOf(addresses[0]!);
  }

  update(endpoints: experimental.Endpoint[]): void {
    const value = experimental.statusOrFromValue(endpoints);
    this.#balancer.updateAddressList(value, this.#config, {}, '');
  }

  /** Connects the endpoints that an update brought. */
  connectNew(): void {
    for (const subchannel of this.subchannels.values()) {
      if (subchannel.state === connectivityState.IDLE) subchannel.connect();
    }
  }

  destroy(): void {
    this.#balancer.destroy();
  }

  #subchannelOf(address: experimental.SubchannelAddress): MockSubchannel {
    this.#pool?.getOrCreateSubchannel({ path: 'mock' }, address, {}, plaintext);
    const key = experimental.subchannelAddressToString(address);
    let subchannel = this.subchannels.get(key);
    if (subchannel === undefined) {
      subchannel = new MockSubchannel(key);
      this.subchannels.set(key, subchannel);
    }
    return subchannel;
  }
}

const plaintext = credentials.createInsecure();

/** Addresses of their own, as a resolver makes them. */
export const mockEndpoint = (index: number): experimental.Endpoint => ({
  addresses: [{ host: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, port: 50_051 }],
});

export const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));
