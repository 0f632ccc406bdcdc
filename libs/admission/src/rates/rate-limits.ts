import type { ClientRecord } from '../clients/client-table.ts';
import { type ResolvedRateLimit, takeToken, waitForToken } from './rate-limit.ts';

/** All limits of a server. A call needs a token of each that applies to it. */
export class RateLimits {
  readonly #limits: readonly ResolvedRateLimit[];
  readonly #sharedFullAtMs: number[];

  constructor(limits: readonly ResolvedRateLimit[]) {
    this.#limits = limits;
    this.#sharedFullAtMs = limits.map(() => -Infinity);
  }

  /** Milliseconds until the call may come again; 0 where it may come now, and has its tokens. */
  take(method: string, client: ClientRecord, nowMs: number): number {
    if (this.#limits.length === 0) return 0;
    let waitMs = 0;
    for (let i = 0; i < this.#limits.length; i += 1) {
      const limit = this.#limits[i]!;
      if (!method.startsWith(limit.methods)) continue;
      const fullAtMs = this.#bucketsOf(limit, client)[i] ?? -Infinity;
      waitMs = Math.max(waitMs, waitForToken(limit, fullAtMs, nowMs));
    }
    if (waitMs > 0) return waitMs;
    for (let i = 0; i < this.#limits.length; i += 1) {
      const limit = this.#limits[i]!;
      if (!method.startsWith(limit.methods)) continue;
      const buckets = this.#bucketsOf(limit, client);
      buckets[i] = takeToken(limit, buckets[i] ?? -Infinity, nowMs);
    }
    return 0;
  }

  #bucketsOf(limit: ResolvedRateLimit, client: ClientRecord): number[] {
    return limit.per === 'client' ? client.bucketsFullAtMs : this.#sharedFullAtMs;
  }
}
