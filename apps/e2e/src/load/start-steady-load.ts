import { setTimeout as delay } from 'node:timers/promises';
import { keepConnections } from '../shop/keep-connections.ts';
import type { HttpAnswer } from '../shop/send-request.ts';
import type { Item, Shop, ShownOrder } from '../shop/shop.ts';
import { describeAnswer } from './describe-failure.ts';

export interface SteadyLoadOptions {
  readonly shop: Shop;
  readonly customerId: string;
  readonly items: readonly Item[];
  /** Requests that begin in each second, whatever becomes of those before; 1 to 1000. */
  readonly ratePerSecond: number;
  /** Connections at most, kept from one request to the next. Default 32. */
  readonly connections?: number;
}

export interface SteadyReport {
  readonly requests: number;
  /** Requests that were not answered as hoped, by kind: a status with its reason, or each that had none, with its socket's error. */
  readonly failures: ReadonlyMap<string, number>;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
}

export interface SteadyLoad extends AsyncDisposable {
  /** Of everything so far. */
  report(): SteadyReport;
  /** Resolves when so many requests have been sent in all. */
  untilSent(requests: number): Promise<void>;
  /** Ends it when all is answered. */
  stop(): Promise<SteadyReport>;
}

/**
 * An open loop: requests begin by the clock and are never repeated, so that a shop that is slow or away
 * is not spared. Of four requests one places an order, two read one, one looks at the products.
 */
export function startSteadyLoad(options: SteadyLoadOptions): SteadyLoad {
  const { customerId, items, ratePerSecond, connections = 32 } = options;
  const agent = keepConnections(connections);
  const shop = options.shop.over(agent);
  const failures = new Map<string, number>();
  const tookMs: number[] = [];
  const orderIds: string[] = [];
  const open = new Set<Promise<void>>();
  let sent = 0;
  let isOver = false;

  const choose = (number: number): (() => Promise<HttpAnswer>) => {
    const orderId = orderIds[number % Math.max(1, orderIds.length)];
    if (number % 4 === 3) return () => shop.send('/v1/products?pageSize=10');
    if (number % 4 !== 0 && orderId !== undefined) return () => shop.findOrder(orderId);
    const item = items[number % items.length];
    return () => shop.placeOrder({ customerId, items: item === undefined ? [] : [item] });
  };
  const ask = async (number: number): Promise<void> => {
    const beginMs = performance.now();
    let kind: string | undefined;
    try {
      const answer = await choose(number)();
      const { orderId } = (answer.json ?? {}) as Partial<ShownOrder>;
      if (answer.status >= 300) kind = describeAnswer(answer);
      else if (orderId !== undefined && orderIds.length < 1000) orderIds.push(orderId);
    } catch (error) {
      kind = `request ${number}: ${error instanceof Error ? error.message : String(error)}`;
    }
    tookMs.push(performance.now() - beginMs);
    if (kind !== undefined) failures.set(kind, (failures.get(kind) ?? 0) + 1);
  };
  const running = (async () => {
    const beginMs = performance.now();
    while (!isOver) {
      const dueMs = beginMs + (sent * 1000) / ratePerSecond;
      await delay(Math.max(0, dueMs - performance.now()));
      const one = ask(sent).finally(() => open.delete(one));
      open.add(one);
      sent += 1;
    }
  })();
  const report = (): SteadyReport => {
    const sorted = tookMs.toSorted((a, b) => a - b);
    const quantile = (part: number) => Math.round(sorted[Math.floor(sorted.length * part)] ?? 0);
    return {
      ...{ requests: tookMs.length, failures: new Map(failures) },
      ...{ p50Ms: quantile(0.5), p99Ms: quantile(0.99), worstMs: Math.round(sorted.at(-1) ?? 0) },
    };
  };
  const stop = async (): Promise<SteadyReport> => {
    isOver = true;
    await running;
    await Promise.all(open);
    agent.destroy();
    return report();
  };
  return {
    report,
    stop,
    async untilSent(requests) {
      while (sent < requests) await delay(50);
    },
    [Symbol.asyncDispose]: () => stop().then(() => undefined),
  };
}

/** `10204 requests, 0 failed, p50 6 ms, p99 41 ms, worst 380 ms`. */
export function describeSteadyLoad(report: SteadyReport): string {
  const { requests, failures, p50Ms, p99Ms, worstMs } = report;
  const kinds = [...failures].map(([kind, count]) => `${count} × ${kind}`).join(', ');
  const failed = countFailures(report);
  return (
    `${requests} requests, ${failed} failed${kinds && ` (${kinds})`}, ` +
    `p50 ${p50Ms} ms, p99 ${p99Ms} ms, worst ${worstMs} ms`
  );
}

export const countFailures = ({ failures }: Pick<SteadyReport, 'failures'>): number =>
  [...failures.values()].reduce((sum, count) => sum + count, 0);
