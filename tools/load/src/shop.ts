// The shop as people use it while something is lost: nothing is asked twice.
import { randomUUID } from 'node:crypto';

export interface SeenAnswer {
  /** 0 where the connection broke. */
  readonly status: number;
  readonly tookMs: number;
  readonly body: unknown;
}

/** A request that took longer than any of ours may is given up. */
const patienceMs = 30_000;

async function ask(url: string, init: RequestInit = {}): Promise<SeenAnswer> {
  const beginMs = performance.now();
  const answer = { status: 0, body: undefined as unknown };
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) });
    answer.status = response.status;
    answer.body = await response.json();
  } catch {
    answer.status = 0;
  }
  return { ...answer, tookMs: performance.now() - beginMs };
}

export const listProducts = (shopUrl: string): Promise<SeenAnswer> => ask(`${shopUrl}/v1/products`);

/** An order for one unit. */
export function placeOrder(shopUrl: string, customerId: string, sku: string): Promise<SeenAnswer> {
  return ask(`${shopUrl}/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ customerId, items: [{ sku, quantity: 1 }] }),
  });
}

/** What the shop sells; empty where the answer is no list of products. */
export function readSkus({ body }: SeenAnswer): readonly string[] {
  const { products } = (body ?? {}) as { products?: readonly { sku: string }[] };
  return products?.map(({ sku }) => sku) ?? [];
}
