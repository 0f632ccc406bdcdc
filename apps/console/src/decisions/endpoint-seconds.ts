import type { EndpointState } from '@ballast/contracts';
import { ValueSeconds } from '../figures/value-seconds.ts';

/** What one client has seen of one endpoint, second by second. */
export class EndpointSeconds {
  readonly weight: ValueSeconds;
  readonly latencyMs: ValueSeconds;
  readonly inFlight: ValueSeconds;
  readonly leftAlone: ValueSeconds;
  /** Ended in that second; of those, failed. */
  readonly calls: ValueSeconds;
  readonly failures: ValueSeconds;
  #last: { readonly atMs: number; readonly ended: number; readonly failed: number } | undefined;

  constructor(slots: number) {
    this.weight = new ValueSeconds(slots);
    this.latencyMs = new ValueSeconds(slots);
    this.inFlight = new ValueSeconds(slots);
    this.leftAlone = new ValueSeconds(slots);
    this.calls = new ValueSeconds(slots);
    this.failures = new ValueSeconds(slots);
  }

  get lastSecond(): number {
    return this.inFlight.lastSecond;
  }

  record(endpoint: EndpointState, atMs: number): void {
    const second = Math.floor(atMs / 1000);
    this.weight.write(second, endpoint.weight);
    this.latencyMs.write(second, endpoint.latencyMs ?? null);
    this.inFlight.write(second, endpoint.callsInFlight);
    this.leftAlone.write(second, endpoint.leftAloneBecause === '' ? 0 : 1);
    const now = { atMs, ended: Number(endpoint.callsEnded), failed: Number(endpoint.callsFailed) };
    // Counters begin anew with the process, and with an endpoint that was away.
    if (this.#last !== undefined && now.ended >= this.#last.ended && atMs > this.#last.atMs) {
      const seconds = (atMs - this.#last.atMs) / 1000;
      this.calls.write(second, (now.ended - this.#last.ended) / seconds);
      this.failures.write(second, Math.max(0, now.failed - this.#last.failed) / seconds);
    }
    this.#last = now;
  }

  /** Means of the seconds `from` to `to`, both included; a second without news is none. */
  recent(from: number, to: number): { callsPerSecond: number; failuresPerSecond: number } {
    return {
      callsPerSecond: meanOf(this.calls, from, to),
      failuresPerSecond: meanOf(this.failures, from, to),
    };
  }
}

function meanOf(values: ValueSeconds, from: number, to: number): number {
  let sum = 0;
  let known = 0;
  for (let second = from; second <= to; second++) {
    const value = values.read(second);
    if (value === null) continue;
    sum += value;
    known += 1;
  }
  return known === 0 ? 0 : sum / known;
}
