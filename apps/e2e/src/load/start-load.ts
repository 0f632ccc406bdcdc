import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { EventEmitter, once } from 'node:events';
import { keepConnections } from '../shop/keep-connections.ts';
import type { Item, Shop, ShownOrder } from '../shop/shop.ts';
import type { HttpAnswer } from '../shop/send-request.ts';
import { describeAnswer, describeError } from './describe-failure.ts';

export interface LoadOptions {
  readonly shop: Shop;
  /** Orders belong to this customer. */
  readonly customerId: string;
  /** Each order is for one of them, in turn. */
  readonly items: readonly Item[];
  /**
   * Clients at the same time. Default 9: of three, one keeps its connection busy, one opens a new
   * connection for each request, and one thinks between requests, so that its connection idles.
   */
  readonly clients?: number;
  /** Orders at most. Default 20 000. */
  readonly maxOrders?: number;
  /** Stop by itself after so long, in milliseconds. Default 90 000. */
  readonly maxMs?: number;
}

export interface LoadReport {
  /** HTTP requests, repeated ones included. */
  readonly requests: number;
  /** Requests that were not answered as hoped, by kind: a status with its reason, or a socket's error. */
  readonly failures: ReadonlyMap<string, number>;
  /** The orders that the shop answered for, by idempotency key. */
  readonly orders: ReadonlyMap<string, string>;
  /** Keys that never got an answer, however often they were repeated. */
  readonly givenUp: readonly string[];
}

export interface Load extends AsyncDisposable {
  /** Resolves when so many more orders have been answered for. */
  more(orders: number): Promise<void>;
  /** Lets every client finish what it is at. */
  stop(): Promise<LoadReport>;
}

/** Less than a server promises to keep an idle connection for. */
const maxThinkMs = 1500;

/** How long a client repeats one request before it gives up. */
const patienceMs = 20_000;

/**
 * Clients that each place an order, read it back, and so on, one request after the other. They behave
 * as a good client does: an answer that may be asked for again (503, 504, a connection that broke) is
 * asked for again after a pause, with the same idempotency key. Every failed request is counted, also
 * when its repetition succeeds.
 */
export function startLoad(options: LoadOptions): Load {
  const { shop, customerId, items, clients = 9, maxOrders = 20_000, maxMs = 90_000 } = options;
  const failures = new Map<string, number>();
  const orders = new Map<string, string>();
  const givenUp: string[] = [];
  const progress = new EventEmitter();
  const endMs = performance.now() + maxMs;
  let requests = 0;
  let started = 0;
  let stopped = false;

  const count = (kind: string) => failures.set(kind, (failures.get(kind) ?? 0) + 1);

  const insist = async (send: () => Promise<HttpAnswer>): Promise<HttpAnswer | undefined> => {
    const giveUpMs = performance.now() + patienceMs;
    for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 500)) {
      requests += 1;
      let kind: string;
      try {
        const answer = await send();
        if (answer.status < 300) return answer;
        kind = describeAnswer(answer);
        count(kind);
        if (answer.status !== 503 && answer.status !== 504) return undefined;
      } catch (error) {
        count(describeError(error));
      }
      if (performance.now() > giveUpMs) return undefined;
      await delay(pauseMs);
    }
  };

  const runClient = async (index: number): Promise<void> => {
    const isNew = index % 3 === 1;
    const isThoughtful = index % 3 === 2;
    const agent = isNew ? new Agent({ maxSockets: 1 }) : keepConnections(1);
    const own = shop.over(agent);
    try {
      while (!stopped && started < maxOrders && performance.now() < endMs) {
        const number = (started += 1);
        const key = `${customerId}-${number}`;
        const item = items[number % items.length];
        if (item === undefined) throw new Error('startLoad: items must not be empty');
        const placed = await insist(() => own.placeOrder({ customerId, key, items: [item] }));
        if (placed === undefined) givenUp.push(key);
        else {
          const { orderId } = placed.json as ShownOrder;
          orders.set(key, orderId);
          progress.emit('order');
          if (isThoughtful) await delay((number * 137) % maxThinkMs);
          await insist(() => own.findOrder(orderId));
        }
      }
    } finally {
      agent.destroy();
    }
  };

  progress.setMaxListeners(0);
  const running = Promise.all(Array.from({ length: clients }, (_, index) => runClient(index)));
  const ended = running.then(() => {
    stopped = true;
  });
  // Who waits for progress or for the report is told; until then it is nobody's rejection.
  ended.catch(() => undefined);

  const stop = async (): Promise<LoadReport> => {
    stopped = true;
    await ended;
    return { requests, failures, orders, givenUp };
  };

  return {
    stop,
    async more(wanted) {
      const goal = orders.size + wanted;
      while (orders.size < goal) {
        if (stopped) throw new Error(`the load ended ${goal - orders.size} orders too early`);
        await Promise.race([once(progress, 'order'), ended]);
      }
    },
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      await ended;
    },
  };
}
