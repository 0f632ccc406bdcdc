import { type ChannelOptions, experimental, logVerbosity } from '@grpc/grpc-js';
import {
  ATTEMPT_OBSERVER_OPTION,
  type AttemptObserver,
  findAttemptObserver,
  type PickReason,
} from './attempt-observer.ts';
import type { BalancerSnapshot } from './balancer-snapshot.ts';
import { ChannelEndpoints } from './channel-endpoints.ts';
import { ChannelPicker, type PickableEndpoint, type PickerOwner } from './channel-picker.ts';
import type { BalancingPolicy, CallOutcome, CallToPlace } from './endpoint-picker.ts';
import { CHANNEL_NAME_OPTION, firstAddressOf, ZONE_OPTION } from './listed-endpoint.ts';
import { listBalancer, type ConnectionTally } from './live-balancers.ts';
import type { PolicyLoadBalancingConfig } from './policy-config.ts';
import { Rotation } from './rotation.ts';
import { snapshotEndpoint } from './snapshot-endpoint.ts';
import { StateReporter } from './state-reporter.ts';

let lastId = 0;

/** grpc-js's side of a policy: configurations, states, and a rotation that does the choosing. */
export class PolicyLoadBalancer<Config> implements experimental.LoadBalancer, PickerOwner {
  readonly #id = (lastId += 1);
  readonly #name: string;
  readonly #policy: BalancingPolicy<Config>;
  observer: AttemptObserver | undefined;
  readonly tally: ConnectionTally;
  readonly #clock = { nowMs: performance.now() };
  readonly #endpoints: ChannelEndpoints;
  readonly #reporter: StateReporter;
  readonly #unlist: () => void;
  #rotation: Rotation<Config> | undefined;
  #config: PolicyLoadBalancingConfig<Config> | undefined;
  #resolutionNote = '';

  constructor(
    name: string,
    policy: BalancingPolicy<Config>,
    helper: experimental.ChannelControlHelper,
  ) {
    this.#name = name;
    this.#policy = policy;
    this.#endpoints = new ChannelEndpoints({
      helper,
      clock: this.#clock,
      changed: () => this.#reportState(),
    });
    this.#reporter = new StateReporter(helper, this, new ChannelPicker(this));
    this.tally = { channel: '', connections: this.#endpoints.connections };
    this.#unlist = listBalancer(this);
  }

  updateAddressList(
    endpoints: experimental.StatusOr<experimental.Endpoint[]>,
    config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    resolutionNote: string,
  ): boolean {
    this.#clock.nowMs = performance.now();
    this.#endpoints.options = options;
    this.tally.channel = String(options[CHANNEL_NAME_OPTION] ?? '');
    this.observer = findAttemptObserver(options[ATTEMPT_OBSERVER_OPTION]);
    // One class per registered policy makes both, so this is a configuration of ours.
    if (!this.#adopt(config as PolicyLoadBalancingConfig<Config>)) return true;
    if (!endpoints.ok) {
      if (this.#endpoints.listed === 0) this.#reporter.failed(endpoints.error.details);
      return true;
    }
    this.#resolutionNote = resolutionNote;
    this.#endpoints.update(endpoints.value);
    // True for an empty list, too: a list that is refused leaves the calls of a new channel
    // waiting for a first configuration until their deadline.
    return true;
  }

  place(call: CallToPlace): PickableEndpoint | undefined {
    return this.#endpoints.at(this.#rotation!.place(call));
  }

  endpointAt(slot: number): PickableEndpoint | undefined {
    return this.#endpoints.at(slot);
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

  get policyName(): string {
    return this.#name;
  }

  get pickReason(): PickReason {
    return this.#rotation!.pickReason;
  }

  get endpointsReady(): number {
    return this.#rotation!.readyCount;
  }

  get endpointsEjected(): number {
    return this.#rotation!.ejectedCount;
  }

  addressOf({ slot }: PickableEndpoint): string {
    return this.#endpoints.table.keyOf(slot);
  }

  inFlightOf({ slot }: PickableEndpoint): number {
    return this.#endpoints.table.inFlight.values[slot]!;
  }

  latencyMsOf({ slot }: PickableEndpoint): number | null {
    return this.#rotation!.describe(slot, this.#clock.nowMs).latencyMs;
  }

  // Every endpoint is kept connected, so there is nothing to wake.
  exitIdle(): void {}

  // The back-off belongs to the subchannels, whose interface does not let it be reset.
  resetBackoff(): void {}

  destroy(): void {
    this.#unlist();
    this.#endpoints.close();
  }

  getTypeName(): string {
    return this.#name;
  }

  snapshot(): BalancerSnapshot {
    const nowMs = performance.now();
    const { table } = this.#endpoints;
    return {
      id: this.#id,
      channel: this.tally.channel,
      policy: this.#name,
      config: this.#config?.json ?? null,
      connections: { ...this.#endpoints.connections },
      endpoints: this.#endpoints
        .all()
        .map((endpoint) => snapshotEndpoint(table, this.#rotation!, endpoint, nowMs)),
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
    const { table } = this.#endpoints;
    this.#rotation = new Rotation<Config>({
      table,
      policy: this.#policy,
      config,
      features,
      clock: this.#clock,
      random: Math.random,
      findHashKey: (slot) =>
        this.#endpoints.at(slot)?.notes.hashKey ?? firstAddressOf(table.keyOf(slot)),
      isLocal: (slot) => this.#isLocal(slot),
    });
    this.#endpoints.rotate(this.#rotation);
  }

  #isLocal(slot: number): boolean {
    const preferred = this.#rotation?.features.zonePreference?.zone;
    const zone =
      preferred === undefined || preferred === ''
        ? this.#endpoints.options[ZONE_OPTION]
        : preferred;
    return zone === undefined || this.#endpoints.at(slot)?.notes.zone === zone;
  }

  #reportState(): void {
    const { listed, unreachable, lastError } = this.#endpoints;
    this.#reporter.report({
      listed,
      ready: this.#rotation!.readyCount,
      unreachable,
      lastError,
      resolutionNote: this.#resolutionNote,
    });
  }
}
