import { setTimeout as delay } from 'node:timers/promises';
import type { Item, Shop, ShownOrder } from '../shop/shop.ts';

export interface ManyOrders {
  readonly shop: Shop;
  readonly customerId: string;
  readonly items: readonly Item[];
  /** How many orders in all. */
  readonly count: number;
  /** How many at once. Default 6. */
  readonly clients?: number;
}

/** One order as its buyer saw it; nothing is asked for twice. */
export interface SeenOrder {
  /** 0 where the connection broke. */
  readonly status: number;
  readonly orderId: string | undefined;
  readonly tookMs: number;
}

/** Orders one after another from each client; resolves when all are answered. */
export async function placeMany(options: ManyOrders): Promise<SeenOrder[]> {
  const { shop, customerId, items, count, clients = 6 } = options;
  const seen: SeenOrder[] = [];
  let started = 0;
  const run = async (): Promise<void> => {
    while (started < count) {
      started += 1;
      const beginMs = performance.now();
      const answer = await shop.placeOrder({ customerId, items }).catch(() => undefined);
      const tookMs = performance.now() - beginMs;
      const { orderId } = (answer?.json ?? {}) as Partial<ShownOrder>;
      seen.push({ status: answer?.status ?? 0, orderId, tookMs });
      // As people do: the load is to be felt by no one.
      await delay(5);
    }
  };
  await Promise.all(Array.from({ length: clients }, run));
  return seen;
}

/** Taken: decided, or to be decided. */
export const isTaken = ({ status }: SeenOrder): boolean => status === 201 || status === 202;

export const worstMs = (seen: readonly SeenOrder[]): number =>
  Math.max(...seen.map(({ tookMs }) => tookMs));

/** `60 orders: 57 × 201, 3 × 202, at worst 830 ms`. */
export function describeOrders(seen: readonly SeenOrder[]): string {
  const counts = Map.groupBy(seen, ({ status }) => status);
  const statuses = [...counts].map(([status, of]) => `${of.length} × ${status}`).sort();
  return `${seen.length} orders: ${statuses.join(', ')}, at worst ${Math.round(worstMs(seen))} ms`;
}
