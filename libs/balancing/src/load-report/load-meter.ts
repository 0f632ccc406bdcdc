import { performance as nodePerformance } from 'node:perf_hooks';
import {
  encodeLoadReport,
  IN_FLIGHT_METRIC,
  LATENCY_METRIC,
  type LoadReport,
} from './load-report.ts';

/** Rates are averages over this time, in milliseconds. */
const RATE_WINDOW_MS = 1_000;
const LATENCY_SAMPLES = 20;
/** The utilization is measured anew after this time, in milliseconds. */
const UTILIZATION_WINDOW_MS = 100;

/** What a server knows of its own load. Pure but for the utilization that it is given to read. */
export class LoadMeter {
  inFlight = 0;
  latencyMs = 0;
  readonly #readUtilization: () => number;
  #utilization = 0;
  #utilizationMs = -Infinity;
  #calls = 0;
  #errors = 0;
  #countedMs = 0;

  constructor(readUtilization: () => number) {
    this.#readUtilization = readUtilization;
  }

  started(): void {
    this.inFlight += 1;
  }

  /** `tookMs` is NaN for a call that was cancelled. */
  ended(tookMs: number, isError: boolean, nowMs: number): void {
    this.inFlight -= 1;
    if (tookMs >= 0) this.latencyMs += (tookMs - this.latencyMs) / LATENCY_SAMPLES;
    const kept = Math.exp((this.#countedMs - nowMs) / RATE_WINDOW_MS);
    this.#countedMs = nowMs;
    this.#calls = this.#calls * kept + 1;
    this.#errors = this.#errors * kept + (isError ? 1 : 0);
  }

  report(nowMs: number): LoadReport {
    if (nowMs - this.#utilizationMs > UTILIZATION_WINDOW_MS) {
      this.#utilizationMs = nowMs;
      this.#utilization = this.#readUtilization();
    }
    const perSecond =
      Math.exp((this.#countedMs - nowMs) / RATE_WINDOW_MS) * (1_000 / RATE_WINDOW_MS);
    return {
      cpuUtilization: 0,
      memoryUtilization: 0,
      applicationUtilization: this.#utilization,
      requestsPerSecond: this.#calls * perSecond,
      errorsPerSecond: this.#errors * perSecond,
      utilization: new Map(),
      namedMetrics: new Map([
        [IN_FLIGHT_METRIC, this.inFlight],
        [LATENCY_METRIC, this.latencyMs],
      ]),
    };
  }

  encode(nowMs: number): Buffer {
    return encodeLoadReport(this.report(nowMs));
  }
}

/** How busy the event loop was since this was asked last, 0–1: what a Node server runs out of. */
export function eventLoopUtilizationReader(): () => number {
  let last = nodePerformance.eventLoopUtilization();
  return () => {
    const now = nodePerformance.eventLoopUtilization();
    const { utilization } = nodePerformance.eventLoopUtilization(now, last);
    last = now;
    // A report of 0 means "not said", and an idle server is not that.
    return Math.max(0.001, utilization);
  };
}
