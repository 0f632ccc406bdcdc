import { setTimeout as pause } from 'node:timers/promises';
import { createRandom, exponential } from '@ballast/tool-sim';
import type { LoadCommand } from './parse-options.ts';
import { listProducts, placeOrder, readSkus, type SeenAnswer } from './shop.ts';

export type RequestKind = 'browse' | 'order';

/** What of an answer is kept: a list of products is 100 kB, and a run may see millions. */
export interface SeenRequest extends Omit<SeenAnswer, 'body'> {
  readonly kind: RequestKind;
  /** Since the load began. */
  readonly beginMs: number;
}

export interface LoadRun {
  readonly seen: readonly SeenRequest[];
  /** Not begun, because so many were under way that more would only have measured this process. */
  readonly skipped: number;
  readonly tookMs: number;
}

export interface LoadWatch {
  /** Ends it before its time; what is under way is still answered. */
  readonly signal: AbortSignal;
  /** Told once a second. */
  readonly onSecond: (seen: readonly SeenRequest[]) => void;
}

const MAX_UNDER_WAY = 2000;
const CUSTOMERS = 1000;

/**
 * Requests that come when they come (Poisson), whether or not those before are answered: people do
 * not wait for each other, and a closed loop is kind to whoever is slow (coordinated omission).
 *
 * @throws Error when the shop lists no product to order.
 */
export async function runLoad(
  { url, rate, seconds, orders, seed }: Omit<LoadCommand, 'isHelp'>,
  { signal, onSecond }: LoadWatch,
): Promise<LoadRun> {
  const skus = orders > 0 ? readSkus(await listProducts(url)) : [];
  if (orders > 0 && skus.length === 0) {
    throw new Error(`${url}/v1/products lists no product to order: is that the gateway's address?`);
  }
  const random = createRandom(seed);
  const draw = (count: number): number => Math.floor(random() * count);
  const seen: SeenRequest[] = [];
  const underWay = new Set<Promise<void>>();
  let skipped = 0;
  const startMs = performance.now();

  const begin = (): void => {
    const kind: RequestKind = random() < orders ? 'order' : 'browse';
    const [customerId, sku] = [`load-${draw(CUSTOMERS)}`, skus[draw(skus.length)] ?? ''];
    if (underWay.size >= MAX_UNDER_WAY) {
      skipped += 1;
      return;
    }
    const beginMs = performance.now() - startMs;
    const answer = kind === 'order' ? placeOrder(url, customerId, sku) : listProducts(url);
    const done = answer.then(({ status, tookMs }) => {
      seen.push({ status, tookMs, kind, beginMs });
      underWay.delete(done);
    });
    underWay.add(done);
  };

  const ticker = setInterval(() => onSecond(seen), 1000);
  const endMs = startMs + seconds * 1000;
  let dueMs = startMs + exponential(random, 1000 / rate);
  while (dueMs < endMs && !signal.aborted) {
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    begin();
    dueMs += exponential(random, 1000 / rate);
  }
  await Promise.all(underWay);
  clearInterval(ticker);
  return { seen, skipped, tookMs: performance.now() - startMs };
}
