import { randomUUID } from 'node:crypto';
import type { LoadRequest, LoadState } from '../api/load.ts';
import type { Figures } from '../api/map.ts';
import { CallSeconds } from '../figures/call-seconds.ts';
import { round, roundOrNull } from '../figures/round.ts';
import type { Gateway } from './ask-gateway.ts';
import { chooseStep, countDue, TICKS_PER_SECOND, type LoadStep } from './load-plan.ts';

export interface LoadOptions {
  readonly gateway: Gateway;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Since when nobody looks at the console; undefined while somebody does. */
  readonly unwatchedSinceMs: () => number | undefined;
  /** Told when it stops by itself. */
  readonly onStopped: (text: string) => void;
}

export const MAX_PER_SECOND = 500;
const DEFAULT_ORDER_RATIO = 0.2;
const MAX_DURATION_MS = 600_000;
const MAX_UNWATCHED_MS = 60_000;
const MAX_IN_FLIGHT = 256;
const TIMEOUT_MS = 10_000;
const SECONDS_KEPT = 600;

/** Browses and orders as many people would, within bounds, and never for long without a witness. */
export class LoadGenerator {
  readonly #options: LoadOptions;
  #calls = new CallSeconds(SECONDS_KEPT);
  #timer: NodeJS.Timeout | undefined;
  #perSecond = 0;
  #orderRatio = DEFAULT_ORDER_RATIO;
  #startedAtMs = 0;
  #pace = { startedMs: 0, begun: 0 };
  #inFlight = 0;
  #sent = 0;
  #failed = 0;
  #skipped = 0;
  #stopped: LoadState['stopped'] = 'never-started';
  #skus: readonly string[] = [];

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  get state(): LoadState {
    const nowMs = this.#options.now();
    const { callsPerSecond, errorsPerSecond, p50Ms, p99Ms } = this.#recent(nowMs);
    const isRunning = this.#timer !== undefined;
    return {
      ...{ isRunning, perSecond: this.#perSecond, maxPerSecond: MAX_PER_SECOND },
      orderRatio: this.#orderRatio,
      ...{ sentPerSecond: round(callsPerSecond), failedPerSecond: round(errorsPerSecond) },
      ...{ p50Ms: roundOrNull(p50Ms), p99Ms: roundOrNull(p99Ms) },
      ...{ inFlight: this.#inFlight, skipped: this.#skipped },
      ...{ sent: this.#sent, failed: this.#failed },
      stopsAtMs: isRunning ? this.#startedAtMs + MAX_DURATION_MS : null,
      stopped: isRunning ? null : this.#stopped,
    };
  }

  /** How it went between two moments, as users of the shop saw it. */
  figures(fromAtMs: number, toAtMs: number): Figures {
    const from = Math.ceil(fromAtMs / 1000);
    const to = Math.max(from, Math.floor(toAtMs / 1000) - 1);
    const { callsPerSecond, errorRatio, p50Ms, p99Ms } = this.#calls.sum(from, to);
    return {
      ...{ callsPerSecond: round(callsPerSecond), errorRatio: round(errorRatio) },
      ...{ p50Ms: roundOrNull(p50Ms), p99Ms: roundOrNull(p99Ms) },
    };
  }

  /** Starts, changes or stops it. The time that it may go on begins anew. */
  set({ perSecond, orderRatio = DEFAULT_ORDER_RATIO }: LoadRequest): LoadState {
    this.#orderRatio = orderRatio;
    if (perSecond === 0) {
      this.#stop('asked');
      return this.state;
    }
    if (this.#timer === undefined) {
      this.#resetCounts();
      this.#timer = setInterval(() => this.#tick(), 1000 / TICKS_PER_SECOND).unref();
    }
    this.#startedAtMs = this.#options.now();
    this.#perSecond = perSecond;
    this.#pace = { startedMs: performance.now(), begun: 0 };
    return this.state;
  }

  close(): void {
    this.#stop('asked');
  }

  #resetCounts(): void {
    this.#calls = new CallSeconds(SECONDS_KEPT);
    this.#sent = 0;
    this.#failed = 0;
    this.#skipped = 0;
  }

  #tick(): void {
    const { now, unwatchedSinceMs, onStopped } = this.#options;
    const nowMs = now();
    if (nowMs - this.#startedAtMs >= MAX_DURATION_MS) {
      this.#stop('time-over');
      onStopped('the load has stopped: its ten minutes are over');
      return;
    }
    if (nowMs - (unwatchedSinceMs() ?? nowMs) >= MAX_UNWATCHED_MS) {
      this.#stop('nobody-looks');
      onStopped('the load has stopped: nobody has looked for a minute');
      return;
    }
    const elapsedMs = performance.now() - this.#pace.startedMs;
    const { due, begun } = countDue(this.#perSecond, elapsedMs, this.#pace.begun);
    this.#pace.begun = begun;
    for (let count = 0; count < due; count++) this.#begin();
  }

  #begin(): void {
    if (this.#inFlight >= MAX_IN_FLIGHT) {
      this.#skipped += 1;
      return;
    }
    const startedMs = performance.now();
    this.#inFlight += 1;
    this.#sent += 1;
    void this.#send(chooseStep(this.#orderRatio, Math.random())).then((isOk) => {
      this.#inFlight -= 1;
      if (!isOk) this.#failed += 1;
      this.#calls.record(this.#options.now(), performance.now() - startedMs, !isOk);
    });
  }

  /** Whether a person would have been content. Short stock is the shop's business, not a failure. */
  async #send(step: LoadStep): Promise<boolean> {
    const { gateway } = this.#options;
    const common = { timeoutMs: TIMEOUT_MS };
    try {
      if (step === 'place-order' && this.#skus.length > 0) {
        const { status } = await gateway.ask({
          ...{ ...common, method: 'POST', path: '/v1/orders' },
          headers: { 'idempotency-key': randomUUID() },
          body: this.#createOrder(),
        });
        return status < 500;
      }
      if (step === 'list-orders') {
        const path = `/v1/orders?customerId=${this.#chooseCustomer()}`;
        return (await gateway.ask({ ...common, method: 'GET', path })).status < 500;
      }
      const answer = await gateway.ask({ ...common, method: 'GET', path: '/v1/products' });
      if (this.#skus.length === 0) this.#skus = readSkus(answer.body);
      return answer.status < 500;
    } catch {
      return false;
    }
  }

  #createOrder(): object {
    const sku = this.#skus[Math.floor(Math.random() * this.#skus.length)];
    return { customerId: this.#chooseCustomer(), items: [{ sku, quantity: 1 }] };
  }

  #chooseCustomer(): string {
    return `load-${Math.floor(Math.random() * 1000)}`;
  }

  #recent(nowMs: number) {
    const to = Math.floor(nowMs / 1000) - 1;
    return this.#calls.sum(to - 9, to);
  }

  #stop(why: NonNullable<LoadState['stopped']>): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#perSecond = 0;
    this.#stopped = why;
  }
}

function readSkus(body: Buffer): string[] {
  const { products } = JSON.parse(body.toString('utf8')) as { products?: { sku?: unknown }[] };
  return (products ?? []).flatMap(({ sku }) => (typeof sku === 'string' ? [sku] : []));
}
