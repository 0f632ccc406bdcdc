import type { HedgingDelay } from '../rules/method-rule.ts';
import type { LatencyEstimate } from './latency-estimate.ts';

/** With less than this weight, the latency of a method counts as unknown. */
const ENOUGH = 20;
/** A quantile costs as much as a hundred additions, and hardly moves from call to call. */
const REFRESH_MS = 100;

/** When calls of a method are hedged: as configured, or as they have been measured lately. */
export class HedgingTimer {
  #rule: HedgingDelay;
  readonly #estimate: LatencyEstimate;
  #refreshedAtMs = -Infinity;
  #delayMs = 0;
  #text = '0s';

  constructor(rule: HedgingDelay, estimate: LatencyEstimate) {
    this.#rule = rule;
    this.#estimate = estimate;
  }

  update(rule: HedgingDelay): void {
    this.#rule = rule;
    this.#refreshedAtMs = -Infinity;
  }

  delayMs(nowMs: number): number {
    this.#refresh(nowMs);
    return this.#delayMs;
  }

  /** As grpc-js reads it. */
  delayText(nowMs: number): string {
    this.#refresh(nowMs);
    return this.#text;
  }

  #refresh(nowMs: number): void {
    if (nowMs - this.#refreshedAtMs < REFRESH_MS) return;
    this.#refreshedAtMs = nowMs;
    const delayMs = findDelayMs(this.#rule, this.#estimate, nowMs);
    if (delayMs === this.#delayMs) return;
    this.#delayMs = delayMs;
    this.#text = `${delayMs / 1000}s`;
  }
}

function findDelayMs(rule: HedgingDelay, estimate: LatencyEstimate, nowMs: number): number {
  if (rule.kind === 'fixed') return rule.delayMs;
  if (estimate.weight(nowMs) < ENOUGH) return rule.maxDelayMs;
  const measured = estimate.quantile(rule.percentile);
  return Math.min(Math.max(measured, rule.minDelayMs), rule.maxDelayMs);
}
