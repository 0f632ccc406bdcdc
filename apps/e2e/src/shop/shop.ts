import { randomUUID } from 'node:crypto';
import type { Agent } from 'node:http';
import { openEventStream, type EventStream } from './event-stream.ts';
import { sendRequest, type HttpAnswer, type HttpRequest } from './send-request.ts';

export interface Item {
  readonly sku: string;
  readonly quantity: number;
}

export interface OrderRequest {
  readonly customerId: string;
  readonly items: readonly Item[];
  /** Default: a new one. */
  readonly key?: string;
}

/** An order as the shop shows it. */
export interface ShownOrder {
  readonly orderId: string;
  readonly state: 'PENDING' | 'CONFIRMED' | 'REJECTED' | 'CANCELLED';
  readonly items: readonly (Item & { readonly unitPriceCents?: number })[];
  readonly totalCents: number;
}

/** A product as the shop shows it. */
export interface ShownProduct {
  readonly sku: string;
  readonly name: string;
  readonly priceCents: number;
  readonly available: number;
}

/** The shop as a browser sees it. Nothing is repeated and no status is an exception. */
export interface Shop {
  placeOrder(order: OrderRequest): Promise<HttpAnswer>;
  findOrder(orderId: string): Promise<HttpAnswer>;
  listOrders(query: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  cancelOrder(orderId: string): Promise<HttpAnswer>;
  listProducts(): Promise<HttpAnswer>;
  watchOrder(orderId: string, lastEventId?: string): Promise<EventStream>;
  watchProducts(): Promise<EventStream>;
  /** Anything else. */
  send(path: string, request?: HttpRequest): Promise<HttpAnswer>;
  /** The same shop over another agent's connections. */
  over(agent: Agent): Shop;
}

/** @param agent default: a new connection for each request. */
export function createShop(shopUrl: string, agent?: Agent): Shop {
  const send = (path: string, request: HttpRequest = {}) =>
    sendRequest(`${shopUrl}${path}`, { ...(agent !== undefined && { agent }), ...request });
  const orderPath = (orderId: string) => `/v1/orders/${encodeURIComponent(orderId)}`;
  return {
    send,
    placeOrder: ({ customerId, items, key = randomUUID() }) =>
      send('/v1/orders', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ customerId, items }),
      }),
    findOrder: (orderId) => send(orderPath(orderId)),
    listOrders: (query) => send(`/v1/orders?${new URLSearchParams(query).toString()}`),
    cancelOrder: (orderId) => send(`${orderPath(orderId)}/cancel`, { method: 'POST' }),
    listProducts: () => send('/v1/products'),
    watchOrder: (orderId, lastEventId) =>
      openEventStream(
        `${shopUrl}${orderPath(orderId)}/events`,
        lastEventId === undefined ? {} : { lastEventId },
      ),
    watchProducts: () => openEventStream(`${shopUrl}/v1/products/events`),
    over: (other) => createShop(shopUrl, other),
  };
}
