import { type ChannelOptions, experimental, logVerbosity } from '@grpc/grpc-js';
import { openConnection } from '../connecting/connection.ts';
import { PacedWork } from '../connecting/paced-work.ts';
import { type AnnotatedEndpoint, EndpointList } from '../endpoints/endpoint-list.ts';
import { EndpointTable } from '../endpoints/endpoint-table.ts';
import { ChannelPicker, type PickableEndpoint, type PickerOwner } from './channel-picker.ts';
import type { BalancingPolicy, CallOutcome, CallToPlace } from './endpoint-picker.ts';
import type { BalancerSnapshot } from './balancer-snapshot.ts';
import {
  CHANNEL_NAME_OPTION,
  firstAddressOf,
  type ListedEndpoint,
  ZONE_OPTION,
} from './listed-endpoint.ts';
import { listBalancer } from './live-balancers.ts';
import type { PolicyLoadBalancingConfig } from './policy-config.ts';
import { Rotation } from './rotation.ts';
import { snapshotEndpoint } from './snapshot-endpoint.ts';
import { StateReporter } from './state-reporter.ts';

let lastId = 0;

/** grpc-js's side of a policy: connections, states, and a rotation that does the choosing. */
export class PolicyLoadBalancer<Config> implements experimental.LoadBalancer, PickerOwner {
  readonly #id = (lastId += 1);
  readonly #name: string;
  readonly #policy: BalancingPolicy<Config>;
  readonly #helper: experimental.ChannelControlHelper;
  readonly #table = new EndpointTable();
  readonly #list = new EndpointList();
  readonly #endpoints: (ListedEndpoint | undefined)[] = [];
  readonly #connecting = new PacedWork();
  readonly #clock = { nowMs: performance.now() };
  readonly #reporter: StateReporter;
  readonly #unlist: () => void;
  #rotation: Rotation<Config> | undefined;
  #config: PolicyLoadBalancingConfig<Config> | undefined;
  #options: ChannelOptions = {};
  #failedCount = 0;
  #lastError = '';
  #resolutionNote = '';
  #isUpdating = false;

  constructor(
    name: string,
    policy: BalancingPolicy<Config>,
    helper: experimental.ChannelControlHelper,
  ) {
    this.#name = name;
    this.#policy = policy;
    this.#helper = helper;
    this.#reporter = new StateReporter(helper, this, new ChannelPicker(this));
    this.#unlist = listBalancer(this);
  }

  updateAddressList(
    endpoints: experimental.StatusOr<experimental.Endpoint[]>,
    config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    resolutionNote: string,
  ): boolean {
    this.#clock.nowMs = performance.now();
    this.#options = options;
    // One class per registered policy makes both, so this is a configuration of ours.
    if (!this.#adopt(config as PolicyLoadBalancingConfig<Config>)) return true;
    if (!endpoints.ok) {
      if (this.#table.size === 0) this.#reporter.failed(endpoints.error.details);
      return true;
    }
    this.#resolutionNote = resolutionNote;
    this.#isUpdating = true;
    this.#list.update(endpoints.value, {
      added: (key, notes) => this.#add(key, notes),
      changed: (key, notes) => this.#annotate(key, notes),
      removed: (key) => this.#remove(key),
    });
    this.#connecting.run();
    this.#isUpdating = false;
    this.#reportState();
    // True for an empty list, too: a list that is refused leaves the calls of a new channel
    // waiting for a first configuration until their deadline.
    return true;
  }

  place(call: CallToPlace): PickableEndpoint | undefined {
    return this.#endpoints[this.#rotation!.place(call)];
  }

  endpointAt(slot: number): PickableEndpoint | undefined {
    return this.#endpoints[slot];
  }

  started(endpoint: PickableEndpoint, isStream: boolean): number {
    const nowMs = performance.now();
    this.#clock.nowMs = nowMs;
    this.#rotation!.started(endpoint.slot, nowMs, isStream);
    return nowMs;
  }

  ended(endpoint: PickableEndpoint, outcome: CallOutcome): void {
    this.#clock.nowMs = outcome.nowMs;
    this.#rotation!.ended(endpoint.slot, outcome);
  }

  // Every endpoint is kept connected, so there is nothing to wake.
  exitIdle(): void {}

  // The back-off belongs to the subchannels, whose interface does not let it be reset.
  resetBackoff(): void {}

  destroy(): void {
    this.#unlist();
    this.#connecting.clear();
    for (const endpoint of this.#endpoints) endpoint?.connection?.close();
    this.#endpoints.length = 0;
  }

  getTypeName(): string {
    return this.#name;
  }

  snapshot(): BalancerSnapshot {
    const nowMs = performance.now();
    const listed = this.#endpoints.filter((endpoint) => endpoint?.isListed === true);
    return {
      id: this.#id,
      channel: String(this.#options[CHANNEL_NAME_OPTION] ?? ''),
      policy: this.#name,
      config: this.#config?.json ?? null,
      endpoints: listed.map((endpoint) =>
        snapshotEndpoint(this.#table, this.#rotation!, endpoint!, nowMs),
      ),
    };
  }

  /** False where the configuration is wrong and there is none to go on with. */
  #adopt(config: PolicyLoadBalancingConfig<Config>): boolean {
    if (config === this.#config) return true;
    const { parsed } = config;
    if (!parsed.ok) {
      experimental.log(logVerbosity.ERROR, `${this.#name}: ${parsed.error.message}`);
      if (this.#rotation !== undefined) return true;
      this.#reporter.failed(parsed.error.message);
      return false;
    }
    const isSame = this.#config !== undefined && this.#config.isSameAs(config);
    this.#config = config;
    if (!isSame) this.#rotate(parsed.config, parsed.features);
    return true;
  }

  /** Starts a picker with this configuration; what is known of the endpoints stays. */
  #rotate(config: Config, features: Rotation<Config>['features']): void {
    const rotation = new Rotation<Config>({
      table: this.#table,
      policy: this.#policy,
      config,
      features,
      clock: this.#clock,
      random: Math.random,
      findHashKey: (slot) =>
        this.#endpoints[slot]?.notes.hashKey ?? firstAddressOf(this.#table.keyOf(slot)),
      isLocal: (slot) => this.#isLocal(slot),
    });
    this.#rotation = rotation;
    for (const endpoint of this.#endpoints) {
      if (endpoint === undefined || !endpoint.isListed) continue;
      rotation.addListed(endpoint.slot);
      if (endpoint.subchannel !== null) rotation.addReady(endpoint.slot, this.#clock.nowMs);
    }
  }

  #isLocal(slot: number): boolean {
    const preferred = this.#rotation?.features.zonePreference?.zone;
    const zone =
      preferred === undefined || preferred === '' ? this.#options[ZONE_OPTION] : preferred;
    return zone === undefined || this.#endpoints[slot]?.notes.zone === zone;
  }

  #add(key: string, notes: AnnotatedEndpoint): void {
    const slot = this.#table.add(key);
    this.#table.weight.values[slot] = notes.weight ?? 1;
    const endpoint: ListedEndpoint = {
      slot,
      notes,
      subchannel: null,
      connection: undefined,
      hasFailed: false,
      isListed: true,
    };
    this.#endpoints[slot] = endpoint;
    this.#rotation!.addListed(slot);
    this.#connecting.add(() => this.#connect(endpoint));
  }

  #annotate(key: string, notes: AnnotatedEndpoint): void {
    const endpoint = this.#endpoints[this.#table.find(key)!]!;
    if (endpoint.notes.zone !== notes.zone) {
      this.#leaveRotation(endpoint);
      endpoint.notes = notes;
      this.#rotation!.addListed(endpoint.slot);
      if (endpoint.subchannel !== null) this.#rotation!.addReady(endpoint.slot, this.#clock.nowMs);
    }
    endpoint.notes = notes;
    this.#table.weight.values[endpoint.slot] = notes.weight ?? 1;
    this.#rotation!.notesChanged(endpoint.slot);
  }

  #remove(key: string): void {
    const endpoint = this.#endpoints[this.#table.find(key)!]!;
    this.#leaveRotation(endpoint);
    endpoint.isListed = false;
    endpoint.subchannel = null;
    if (endpoint.hasFailed) this.#failedCount -= 1;
    this.#table.remove(endpoint.slot, this.#clock.nowMs);
    this.#connecting.add(() => endpoint.connection?.close());
  }

  #leaveRotation(endpoint: ListedEndpoint): void {
    if (endpoint.subchannel !== null) this.#rotation!.removeReady(endpoint.slot);
    this.#rotation!.removeListed(endpoint.slot);
  }

  #connect(endpoint: ListedEndpoint): void {
    // It may have been removed while it waited for its turn.
    if (!endpoint.isListed) return;
    endpoint.connection = openConnection(endpoint.notes, this.#helper, this.#options, {
      connected: (subchannel) => this.#connected(endpoint, subchannel),
      disconnected: () => this.#disconnected(endpoint),
      failed: (message) => this.#failed(endpoint, message),
    });
  }

  #connected(endpoint: ListedEndpoint, subchannel: experimental.SubchannelInterface): void {
    if (!endpoint.isListed) return;
    if (endpoint.hasFailed) this.#failedCount -= 1;
    endpoint.hasFailed = false;
    endpoint.subchannel = subchannel;
    this.#clock.nowMs = performance.now();
    this.#rotation!.addReady(endpoint.slot, this.#clock.nowMs);
    this.#reportState();
  }

  #disconnected(endpoint: ListedEndpoint): void {
    if (!endpoint.isListed) return;
    endpoint.subchannel = null;
    this.#rotation!.removeReady(endpoint.slot);
    this.#reportState();
    this.#requestReresolution();
  }

  #failed(endpoint: ListedEndpoint, message: string): void {
    if (!endpoint.isListed) return;
    this.#lastError = message;
    if (!endpoint.hasFailed) {
      endpoint.hasFailed = true;
      this.#failedCount += 1;
    }
    this.#reportState();
    this.#requestReresolution();
  }

  #requestReresolution(): void {
    // Within an update the resolver has just spoken, and may not expect to be asked.
    if (!this.#isUpdating) this.#helper.requestReresolution();
  }

  #reportState(): void {
    if (this.#isUpdating) return;
    this.#reporter.report({
      listed: this.#table.size,
      ready: this.#rotation!.readyCount,
      unreachable: this.#failedCount,
      lastError: this.#lastError,
      resolutionNote: this.#resolutionNote,
    });
  }
}
