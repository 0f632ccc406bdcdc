import {
  emptyLoadReport,
  encodeLoadReport,
  IN_FLIGHT_METRIC,
  LATENCY_METRIC,
} from './load-report.ts';

/**
 * A server's report has the same fields in every trailer, so that its bytes are written once and
 * then five numbers in them: a fifth of the price of encoding it.
 */
export class LoadTrailer {
  readonly #template: Buffer;
  readonly #utilizationAt: number;
  readonly #requestsAt: number;
  readonly #errorsAt: number;
  readonly #inFlightAt: number;
  readonly #latencyAt: number;

  constructor() {
    // Any five numbers that differ mark the places.
    this.#template = encodeLoadReport({
      ...emptyLoadReport(),
      applicationUtilization: 1,
      requestsPerSecond: 2,
      errorsPerSecond: 3,
      namedMetrics: new Map([
        [IN_FLIGHT_METRIC, 4],
        [LATENCY_METRIC, 5],
      ]),
    });
    this.#utilizationAt = this.#placeOf(1);
    this.#requestsAt = this.#placeOf(2);
    this.#errorsAt = this.#placeOf(3);
    this.#inFlightAt = this.#placeOf(4);
    this.#latencyAt = this.#placeOf(5);
  }

  encode(
    utilization: number,
    requestsPerSecond: number,
    errorsPerSecond: number,
    inFlight: number,
    latencyMs: number,
  ): Buffer {
    const bytes = Buffer.from(this.#template);
    bytes.writeDoubleLE(utilization, this.#utilizationAt);
    bytes.writeDoubleLE(requestsPerSecond, this.#requestsAt);
    bytes.writeDoubleLE(errorsPerSecond, this.#errorsAt);
    bytes.writeDoubleLE(inFlight, this.#inFlightAt);
    bytes.writeDoubleLE(latencyMs, this.#latencyAt);
    return bytes;
  }

  #placeOf(value: number): number {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return this.#template.indexOf(bytes);
  }
}
