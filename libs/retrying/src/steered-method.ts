import { status, type Metadata } from '@grpc/grpc-js';
import { findMarkedDeadline } from './calls/deadline-mark.ts';
import { createPlainCall, noNames } from './calls/grpc-shapes.ts';
import type { CallConfig, MethodConfig } from './calls/grpc-shapes.ts';
import { HedgedCall } from './calls/hedged-call.ts';
import { RetriedCall } from './calls/retried-call.ts';
import { HedgingTimer } from './hedging/hedging-timer.ts';
import { LatencyEstimate } from './hedging/latency-estimate.ts';
import type { MethodRule, RetryRule } from './rules/method-rule.ts';
import type { SteeredService } from './steered-service.ts';

/** Chain stop: the call is part of a repeated attempt further up, so it is not repeated here. */
export const UPSTREAM_RETRY = 'ballast-upstream-retry';

/** What the world around offers. */
export interface World {
  /** Monotonic milliseconds. */
  nowMs(): number;
  /** Uniform in [0, 1). */
  random(): number;
}

/** One method of a service: what is in force for it, and what has been measured of it. */
export class SteeredMethod {
  readonly path: string;
  readonly service: SteeredService;
  readonly nowMs: () => number;
  readonly random: () => number;
  rule: MethodRule;
  #plainConfig: MethodConfig;
  #estimate: LatencyEstimate | undefined;
  hedgingTimer: HedgingTimer | undefined;

  constructor(path: string, service: SteeredService, world: World, rule: MethodRule) {
    this.path = path;
    this.service = service;
    this.nowMs = world.nowMs;
    this.random = world.random;
    this.rule = rule;
    this.#plainConfig = createPlainConfig(rule);
    this.update(rule);
  }

  /** Calls under way keep what they began with. */
  update(rule: MethodRule): void {
    this.rule = rule;
    this.#plainConfig = createPlainConfig(rule);
    if (rule.hedging === undefined) return;
    this.#estimate ??= new LatencyEstimate(this.nowMs());
    this.hedgingTimer ??= new HedgingTimer(rule.hedging.delay, this.#estimate);
    this.hedgingTimer.update(rule.hedging.delay);
  }

  configure(metadata: Metadata, nowMs: number): CallConfig {
    this.service.budget.countCall(nowMs);
    const { retry, hedging } = this.rule;
    if (retry === undefined && hedging === undefined) return createPlainCall(this.#plainConfig);
    if (metadata.get(UPSTREAM_RETRY).length > 0) return createPlainCall(this.#plainConfig);
    if (hedging !== undefined && this.service.budget.available(nowMs) >= hedging.maxAttempts - 1) {
      return new HedgedCall(this, hedging, nowMs);
    }
    if (retry === undefined) return createPlainCall(this.#plainConfig);
    return this.#createRetriedCall(retry, metadata, nowMs);
  }

  observe(tookMs: number, code: status): void {
    // How fast a failure or a cancellation comes says nothing of how long an answer takes. A
    // deadline does: at least so long.
    if (code === status.OK || code === status.DEADLINE_EXCEEDED) {
      this.#estimate?.add(tookMs, this.nowMs());
    }
  }

  isRepeatable(code: status): boolean {
    const { retry, hedging } = this.rule;
    return retry?.codes.includes(code) === true || hedging?.codes.includes(code) === true;
  }

  #createRetriedCall(retry: RetryRule, metadata: Metadata, nowMs: number): RetriedCall {
    const marked = findMarkedDeadline(metadata);
    const leftMs = marked === undefined ? Infinity : marked - Date.now();
    return new RetriedCall(this, retry, nowMs + Math.min(leftMs, this.rule.timeoutMs));
  }
}

function createPlainConfig({ timeout }: MethodRule): MethodConfig {
  return timeout === undefined ? { name: noNames } : { name: noNames, timeout };
}
