import type { Column, EndpointTable } from '../endpoints/endpoint-table.ts';
import type { LoadReport } from '../load-report/load-report.ts';
import type { WeightedRoundRobinConfig } from './config.ts';

/** Weights out of load reports: how many calls a second an endpoint serves per unit of load. */
export class ReportWeights {
  readonly #config: WeightedRoundRobinConfig;
  readonly #weight: Column;
  readonly #updatedMs: Column;
  /** Since when there are reports without a gap; NaN = none. */
  readonly #sinceMs: Column;

  constructor(config: WeightedRoundRobinConfig, table: EndpointTable) {
    this.#config = config;
    this.#weight = table.column('weighted_round_robin.weight', 0);
    this.#updatedMs = table.column('weighted_round_robin.updatedMs', NaN);
    this.#sinceMs = table.column('weighted_round_robin.sinceMs', NaN);
  }

  observe(slot: number, report: LoadReport, nowMs: number): void {
    const { applicationUtilization, cpuUtilization, requestsPerSecond, errorsPerSecond } = report;
    let utilization = applicationUtilization > 0 ? applicationUtilization : cpuUtilization;
    if (!(utilization > 0) || !(requestsPerSecond > 0)) return;
    utilization += (errorsPerSecond / requestsPerSecond) * this.#config.errorUtilizationPenalty;
    this.#weight.values[slot] = requestsPerSecond / utilization;
    this.#updatedMs.values[slot] = nowMs;
    if (Number.isNaN(this.#sinceMs.values[slot])) this.#sinceMs.values[slot] = nowMs;
  }

  /** A new connection may lead to a new process: it proves itself first. */
  restart(slot: number): void {
    this.#sinceMs.values[slot] = NaN;
  }

  /** 0 = not known (yet, or any more). */
  weightOf(slot: number, nowMs: number): number {
    const { blackoutMs, weightExpirationMs } = this.#config;
    if (nowMs - this.#updatedMs.values[slot]! >= weightExpirationMs) {
      this.#sinceMs.values[slot] = NaN;
      return 0;
    }
    const isTrusted = nowMs - this.#sinceMs.values[slot]! >= blackoutMs;
    return isTrusted ? this.#weight.values[slot]! : 0;
  }
}
