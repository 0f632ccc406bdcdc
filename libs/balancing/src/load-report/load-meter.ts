import { performance as nodePerformance } from 'node:perf_hooks';
import { status } from '@grpc/grpc-js';
import { callVerdict } from '../seam/call-verdict.ts';
import { LoadTrailer } from './load-trailer.ts';
import { IN_FLIGHT_METRIC, LATENCY_METRIC, type LoadReport } from './load-report.ts';

/** Rates are averages over this time, in milliseconds. */
const RATE_WINDOW_MS = 1_000;
const LATENCY_SAMPLES = 20;
/** The utilization is measured anew after this time, in milliseconds. */
const UTILIZATION_WINDOW_MS = 100;

export interface LoadMeterOptions {
  /**
   * How busy the application is, 0–1 and above where it is overloaded; read at most ten times a
   * second. Default: the event loop's utilization.
   */
  readonly readUtilization?: () => number;
}

/** One for a server, however many services it has. */
export function createLoadMeter(options: LoadMeterOptions = {}): LoadMeter {
  return new LoadMeter(options.readUtilization ?? eventLoopUtilizationReader());
}

/**
 * What a server knows of its own load. Tell it of each call that has one answer, and put `encode()`
 * under LOAD_REPORT_TRAILER into the trailers of every call; a call that answers with a stream is
 * not to be counted, for an open stream is no load.
 */
export class LoadMeter {
  inFlight = 0;
  latencyMs = 0;
  readonly #readUtilization: () => number;
  readonly #trailer = new LoadTrailer();
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

  /** Once for each `started`; CANCELLED where the caller is gone. Times are monotonic. */
  ended(code: status, startedMs: number, nowMs: number): void {
    this.inFlight -= 1;
    // A call that its caller gave up tells when the caller had enough, not when it was done; one
    // that was refused, how fast the server says no.
    if (code !== status.CANCELLED && callVerdict(code) !== 'refused') {
      this.latencyMs += (nowMs - startedMs - this.latencyMs) / LATENCY_SAMPLES;
    }
    const kept = Math.exp((this.#countedMs - nowMs) / RATE_WINDOW_MS);
    this.#countedMs = nowMs;
    this.#calls = this.#calls * kept + 1;
    this.#errors = this.#errors * kept + (callVerdict(code) === 'failure' ? 1 : 0);
  }

  report(nowMs: number): LoadReport {
    const perSecond = this.#perSecond(nowMs);
    return {
      cpuUtilization: 0,
      memoryUtilization: 0,
      applicationUtilization: this.#utilizationAt(nowMs),
      requestsPerSecond: this.#calls * perSecond,
      errorsPerSecond: this.#errors * perSecond,
      utilization: new Map(),
      namedMetrics: new Map([
        [IN_FLIGHT_METRIC, this.inFlight],
        [LATENCY_METRIC, this.latencyMs],
      ]),
    };
  }

  /** The bytes of `report()`, without the price of it. */
  encode(nowMs: number): Buffer {
    const perSecond = this.#perSecond(nowMs);
    return this.#trailer.encode(
      this.#utilizationAt(nowMs),
      this.#calls * perSecond,
      this.#errors * perSecond,
      this.inFlight,
      this.latencyMs,
    );
  }

  #perSecond(nowMs: number): number {
    return Math.exp((this.#countedMs - nowMs) / RATE_WINDOW_MS) * (1_000 / RATE_WINDOW_MS);
  }

  #utilizationAt(nowMs: number): number {
    if (nowMs - this.#utilizationMs > UTILIZATION_WINDOW_MS) {
      this.#utilizationMs = nowMs;
      this.#utilization = this.#readUtilization();
    }
    return this.#utilization;
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
