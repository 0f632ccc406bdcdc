import {
  type BalancingPolicy,
  type CallOutcome,
  type CallToPlace,
  EndpointTable,
  IN_FLIGHT_METRIC,
  LATENCY_METRIC,
  type LoadReport,
  Rotation,
  type RotationFeatures,
} from '@ballast/balancing';
import { EventQueue } from './event-queue.ts';
import { type ModelCall, ModelServer } from './model-server.ts';
import { createRandom, exponential, type Random } from './random.ts';
import type { Change, Scenario } from './scenario.ts';

export interface SimulatedPolicy {
  readonly name: string;
  /** `inFlight` is what no client can know: the true load of a server. */
  create(inFlight: (server: number) => number): BalancingPolicy<never>;
  readonly config: unknown;
}

export interface SimulationResult {
  /** Sorted, of all calls that ended after the warm-up. */
  readonly latenciesMs: Float64Array;
  readonly failed: number;
  /** Calls by server after the warm-up. */
  readonly callsByServer: readonly number[];
}

type Event =
  | { readonly kind: 'send'; readonly client: number }
  | { readonly kind: 'arrive'; readonly call: ModelCall }
  | { readonly kind: 'finish'; readonly call: ModelCall }
  | {
      readonly kind: 'answer';
      readonly call: ModelCall;
      readonly outcome: Pick<CallOutcome, 'verdict' | 'report'>;
    }
  | { readonly kind: 'change'; readonly index: number };

interface ModelClient {
  readonly rotation: Rotation<never>;
  readonly clock: { nowMs: number };
}

const firstAttempt: CallToPlace = {
  isRetry: false,
  isStream: false,
  findHeader: () => undefined,
  isTried: () => false,
};

/** Runs a scenario to its end; the same scenario, policy and seed give the same result. */
export function simulate(
  scenario: Scenario,
  policy: SimulatedPolicy,
  seed: number,
): SimulationResult {
  return new Simulation(scenario, policy, seed).run();
}

class Simulation {
  readonly #scenario: Scenario;
  readonly #random: Random;
  readonly #queue = new EventQueue<Event>();
  readonly #servers: ModelServer[];
  readonly #clients: ModelClient[];
  readonly #changes: readonly Change[];
  readonly #latenciesMs: number[] = [];
  readonly #callsByServer: number[];
  readonly #meanGapMs: number;
  #failed = 0;
  #nowMs = 0;

  constructor(scenario: Scenario, policy: SimulatedPolicy, seed: number) {
    this.#scenario = scenario;
    // Arrivals and service times must not depend on how often a policy draws.
    this.#random = createRandom(seed);
    const serviceRandom = createRandom(seed + 1);
    const { servers, clients } = scenario;
    this.#servers = Array.from({ length: servers }, () => new ModelServer(scenario, serviceRandom));
    const made = policy.create((server) => this.#servers[server]!.inFlight);
    const parsed = made.parseConfig(policy.config);
    this.#clients = Array.from({ length: clients }, (_, i) =>
      this.#createClient(made, parsed, made.features ?? {}, createRandom(seed * 1_000 + i + 2)),
    );
    this.#changes = scenario.changes(createRandom(seed + 7));
    this.#callsByServer = Array.from({ length: servers }, () => 0);
    this.#meanGapMs = 1_000 / (scenario.callsPerSecond / clients);
  }

  run(): SimulationResult {
    for (let client = 0; client < this.#clients.length; client += 1) this.#scheduleSend(client);
    this.#changes.forEach(({ atMs }, index) => this.#queue.add(atMs, { kind: 'change', index }));
    const endMs = this.#scenario.durationMs;
    while (this.#queue.nextMs <= endMs || this.#queue.size > 0) {
      this.#nowMs = this.#queue.nextMs;
      // Calls that are on their way at the end are waited for, but only so long.
      if (this.#nowMs > endMs * 2) break;
      this.#happen(this.#queue.take()!);
    }
    return {
      latenciesMs: Float64Array.from(this.#latenciesMs).sort(),
      failed: this.#failed,
      callsByServer: this.#callsByServer,
    };
  }

  #createClient(
    policy: BalancingPolicy<never>,
    config: never,
    features: RotationFeatures,
    random: Random,
  ): ModelClient {
    const table = new EndpointTable();
    const clock = { nowMs: 0 };
    const rotation = new Rotation<never>({
      table,
      policy,
      config,
      features,
      clock,
      random,
      findHashKey: (slot) => table.keyOf(slot),
      isLocal: () => true,
    });
    for (let server = 0; server < this.#scenario.servers; server += 1) {
      const slot = table.add(String(server));
      rotation.addListed(slot);
      // Long ago: a start of all at once is no slow start.
      rotation.addReady(slot, -1e9);
    }
    return { rotation, clock };
  }

  #happen(event: Event): void {
    switch (event.kind) {
      case 'send':
        return this.#send(event.client);
      case 'arrive':
        return this.#arrive(event.call);
      case 'finish':
        return this.#finish(event.call);
      case 'answer':
        return this.#answer(event.call, event.outcome);
      case 'change':
        return this.#changes[event.index]!.apply(this.#servers);
    }
  }

  #scheduleSend(client: number): void {
    const atMs = this.#nowMs + exponential(this.#random, this.#meanGapMs);
    if (atMs < this.#scenario.durationMs) this.#queue.add(atMs, { kind: 'send', client });
  }

  #send(client: number): void {
    const { rotation, clock } = this.#clients[client]!;
    clock.nowMs = this.#nowMs;
    const slot = rotation.place(firstAttempt);
    rotation.started(slot, this.#nowMs);
    // Slots are given out in the order of the servers.
    const call = {
      client,
      server: slot,
      slot,
      sentMs: this.#nowMs,
      arrivedMs: 0,
      inFlightAtArrival: 0,
    };
    this.#queue.add(this.#nowMs + this.#scenario.networkMs, { kind: 'arrive', call });
    this.#scheduleSend(client);
  }

  #arrive(call: ModelCall): void {
    const server = this.#servers[call.server]!;
    if (this.#nowMs > this.#scenario.warmUpMs) this.#callsByServer[call.server]! += 1;
    if (server.isFailing) {
      const outcome = { verdict: 'failure', report: undefined } as const;
      this.#queue.add(this.#nowMs + this.#scenario.networkMs, { kind: 'answer', call, outcome });
      return;
    }
    const serviceMs = server.arrive(call, this.#nowMs);
    if (serviceMs !== undefined) this.#queue.add(this.#nowMs + serviceMs, { kind: 'finish', call });
  }

  #finish(call: ModelCall): void {
    const server = this.#servers[call.server]!;
    const started = server.finish(call, this.#nowMs);
    if (started !== undefined) {
      this.#queue.add(this.#nowMs + started.serviceMs, { kind: 'finish', call: started.next });
    }
    const outcome = { verdict: 'success', report: reportOf(server) } as const;
    this.#queue.add(this.#nowMs + this.#scenario.networkMs, { kind: 'answer', call, outcome });
  }

  #answer(call: ModelCall, outcome: Pick<CallOutcome, 'verdict' | 'report'>): void {
    const { rotation, clock } = this.#clients[call.client]!;
    clock.nowMs = this.#nowMs;
    const latencyMs = this.#nowMs - call.sentMs;
    rotation.ended(call.slot, { ...outcome, latencyMs, isStream: false, nowMs: this.#nowMs });
    if (this.#nowMs < this.#scenario.warmUpMs) return;
    this.#latenciesMs.push(latencyMs);
    if (outcome.verdict === 'failure') this.#failed += 1;
  }
}

function reportOf(server: ModelServer): LoadReport {
  return {
    cpuUtilization: 0,
    memoryUtilization: 0,
    applicationUtilization: 0,
    requestsPerSecond: 0,
    errorsPerSecond: 0,
    utilization: noFigures,
    namedMetrics: new Map([
      [IN_FLIGHT_METRIC, server.inFlight],
      [LATENCY_METRIC, server.latencyMs],
    ]),
  };
}

const noFigures = new Map<string, number>();
