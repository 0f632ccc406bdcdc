import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '@ballast/logging';
import type { ExperimentRun } from './api/experiments.ts';
import type { History } from './api/history.ts';
import type { LoadState } from './api/load.ts';
import type { Snapshot } from './api/snapshot.ts';
import type { Trace, TraceList, TraceQuery } from './api/traces.ts';
import { DecisionBoard } from './decisions/decision-board.ts';
import { describeDecisions } from './decisions/describe-decisions.ts';
import { describeHistory } from './decisions/describe-history.ts';
import { FaultSteering } from './faults/steer-faults.ts';
import { CallBoard, RECENT_SECONDS, SETTLING_SECONDS } from './figures/call-board.ts';
import { round } from './figures/round.ts';
import { describeMap } from './map/describe-map.ts';
import { describeReplicas } from './map/describe-replicas.ts';
import { AlertKeeper, findTroubles } from './news/find-alerts.ts';
import { Happenings } from './news/happenings.ts';
import { RecentTraces } from './news/recent-traces.ts';
import { ReplicaWatch } from './news/watch-replicas.ts';
import type { Batch, LogOfBatch, SpanOfBatch } from './otlp/received.ts';
import type { Platform } from './platform/platform.ts';
import { Attention } from './replicas/attention.ts';
import { type DirectoryOptions, ReplicaDirectory } from './replicas/replica-directory.ts';
import type { Targets } from './replicas/targets-setting.ts';
import { Whereabouts } from './replicas/whereabouts.ts';
import { ProcessUsage } from './usage/process-usage.ts';
import { buildTrace } from './window/build-trace.ts';
import { findTraces } from './window/find-traces.ts';
import { describeSpan, isOfPlatform } from './window/span-facts.ts';
import { TraceWindow, type WindowLimits } from './window/trace-window.ts';

export interface ObservatoryOptions {
  readonly targets: Targets;
  readonly platform: Platform;
  readonly window: WindowLimits;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type StateNews = Parameters<DirectoryOptions['onState']>;

const SHOWN_HAPPENINGS = 40;

/** All that the console knows: what it is sent, and what it is told when it asks. */
export class Observatory {
  readonly attention = new Attention();
  readonly directory: ReplicaDirectory;
  readonly faults: FaultSteering;
  readonly happenings = new Happenings();
  readonly #options: ObservatoryOptions;
  readonly #whereabouts: Whereabouts;
  readonly #window: TraceWindow;
  readonly #calls: CallBoard;
  readonly #recent = new RecentTraces();
  readonly #decisions: DecisionBoard;
  readonly #alerts = new AlertKeeper();
  readonly #replicaWatch = new ReplicaWatch();
  readonly #usage = new ProcessUsage();
  #spansReceived = 0;
  #hasNews = true;
  #platformReplicas: Platform['replicas'] = [];

  constructor(options: ObservatoryOptions) {
    const { targets, platform, now, logger } = options;
    this.#options = options;
    this.#window = new TraceWindow(options.window);
    this.#whereabouts = new Whereabouts(targets, () => this.directory);
    this.#calls = new CallBoard(this.#whereabouts);
    this.#decisions = new DecisionBoard({
      onBreaker: (replica, method, phase) => this.#onBreaker(replica, method, phase),
      onEjection: (replica, address, reason) => this.#onEjection(replica, address, reason),
    });
    this.directory = new ReplicaDirectory({
      ...{ targets, now, attention: this.attention, platformReplicas: () => platform.replicas },
      onState: (...state) => this.#onState(...state),
      onTurn: () => void (this.#hasNews = true),
      onFailure: (service, reason) => logger.debug({ target: service, reason }, 'nobody is found'),
    });
    this.faults = new FaultSteering(this.directory);
  }

  receiveSpans({ items, rejected }: Batch<SpanOfBatch>): void {
    const nowMs = this.#options.now();
    this.#window.countRefused(rejected);
    this.#spansReceived += items.length;
    for (const { span, encoded } of items) {
      const facts = describeSpan(span, encoded.source);
      // The console's own questions, and everybody's probes, are no traffic.
      if (isOfPlatform(facts.method)) continue;
      this.#hasNews = true;
      this.#whereabouts.learn(facts);
      this.#calls.record(facts, nowMs);
      this.#recent.record(facts, this.#whereabouts.serviceOf);
      this.#window.add(facts, encoded, nowMs);
    }
  }

  receiveLogs({ items, rejected }: Batch<LogOfBatch>): void {
    const nowMs = this.#options.now();
    this.#window.countRefused(rejected);
    for (const log of items) if (log.log.traceId !== '') this.#window.addLog(log, nowMs);
  }

  countBroken(): void {
    this.#window.countRefused(1);
  }

  /**
   * Something has come in since the last look that may be worth noticing: calls, a replica's coming or
   * going, a decision. Not where processes only said that they are there.
   */
  get hasNews(): boolean {
    return (
      this.#hasNews || !isDeepStrictEqual(this.#options.platform.replicas, this.#platformReplicas)
    );
  }

  /** What happens is noticed here: at once where there is news, and now and then where there is none. */
  observe(load: LoadState, experiment: ExperimentRun | null): Snapshot {
    const { now, targets, platform } = this.#options;
    const nowMs = now();
    this.#hasNews = false;
    this.#platformReplicas = platform.replicas;
    this.#holdStates(nowMs);
    this.#window.sweep(nowMs);
    this.#calls.sweep(nowMs);
    const to = Math.floor(nowMs / 1000) - 1 - SETTLING_SECONDS;
    const seconds = { from: to - RECENT_SECONDS + 1, to };
    const known = this.directory.list();
    this.#decisions.keepOnly(
      new Set(known.filter(({ process }) => process?.isHeard(nowMs)).map(({ id }) => id)),
      nowMs,
    );
    const { replicaAt, serviceAt } = this.#whereabouts;
    const decisions = describeDecisions(this.#decisions, {
      ...{ replicaAt, serviceAt, seconds },
      lastPick: (replica, service) => this.#recent.lastPick(replica, service, replicaAt),
    });
    const calls = this.#calls;
    const faults = this.faults.list();
    const replicas = describeReplicas(known, { calls, decisions, faults, nowMs, seconds }).filter(
      ({ service }) => service !== 'console',
    );
    const map = describeMap({
      services: Object.keys(targets),
      calls,
      decisions,
      replicas,
      seconds,
    });
    for (const change of this.#replicaWatch.compare(replicas)) this.happenings.add(change, nowMs);
    const spansPerSecond = round(this.#usage.rate('spans', this.#spansReceived, nowMs));
    return {
      ...{ atMs: nowMs, map, replicas, decisions, faults, platform: platform.state },
      ...{ load, experiment },
      alerts: this.#alerts.update(findTroubles(map, replicas, decisions), nowMs),
      happenings: this.happenings.latest(SHOWN_HAPPENINGS),
      recentOrders: this.#recent.orders(this.#window),
      recentErrors: this.#recent.errors(this.#window),
      window: {
        ...this.#window.stats,
        oldestAtMs: this.#window.oldestAtMs,
        spansPerSecond,
        ...this.#usage.read(nowMs),
      },
    };
  }

  history(sinceMs: number): History {
    const { replicaAt, serviceAt } = this.#whereabouts;
    const nowMs = this.#options.now();
    this.#holdStates(nowMs);
    return describeHistory(this.#calls, this.#decisions, { replicaAt, serviceAt, nowMs, sinceMs });
  }

  findTraces(query: TraceQuery): TraceList {
    return findTraces(this.#window.list(), query);
  }

  findTrace(traceId: string): Trace | undefined {
    const record = this.#window.find(traceId);
    if (record === undefined || record.spans.length === 0) return undefined;
    return buildTrace(record, {
      replicaAt: this.#whereabouts.replicaAt,
      summaryOf: (id) => this.#window.find(id)?.summarize(),
    });
  }

  close(): void {
    this.directory.close();
  }

  #onState(...[replica, state, atMs, unchangedUntilMs]: StateNews): void {
    if (unchangedUntilMs !== undefined) this.#decisions.hold(replica, unchangedUntilMs);
    this.#decisions.record(replica, state, atMs);
  }

  /** Of processes that say nothing because nothing has changed. */
  #holdStates(nowMs: number): void {
    for (const { id, process } of this.directory.list()) {
      if (process?.isHeard(nowMs) !== true) continue;
      const untilMs = process.unchangedUntilMs(nowMs);
      if (untilMs !== undefined) this.#decisions.hold(id, untilMs);
    }
  }

  #onBreaker(replica: string, method: string, phase: string): void {
    this.#hasNews = true;
    const severity = phase === 'closed' ? 'info' : phase === 'half-open' ? 'warning' : 'critical';
    const text = `${replica}: the breaker of ${method} is ${phase}`;
    this.happenings.add({ kind: 'breaker', severity, replica, text }, this.#options.now());
  }

  #onEjection(client: string, address: string, reason: string): void {
    this.#hasNews = true;
    const replica = this.#whereabouts.replicaAt(address) || address;
    const text =
      reason === ''
        ? `${client} uses ${replica} again`
        : `${client} leaves ${replica} alone: ${reason}`;
    const severity = reason === '' ? 'info' : 'warning';
    this.happenings.add({ kind: 'ejection', severity, replica, text }, this.#options.now());
  }
}
