import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestConsole, type TestConsole } from '../../test/start-test-console.ts';
import type { OrderAnswer } from '../api.ts';

let gateway: Server;
let console: TestConsole;
let hanging: number;
let asked: { readonly request: IncomingMessage; readonly body: unknown }[];

beforeEach(async () => {
  asked = [];
  hanging = 0;
  gateway = createServer((request, response) => {
    if (request.url?.includes('/hang/')) return void (hanging += 1);
    if (request.url?.endsWith('/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: state\nid: 1\ndata: {"state":"PENDING"}\n\n');
      return;
    }
    const answer = async (): Promise<void> => {
      const body = request.method === 'POST' ? await json(request) : undefined;
      asked.push({ request, body });
      const isShort = JSON.stringify(body ?? {}).includes('"quantity":99');
      response.writeHead(isShort ? 409 : 201, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          isShort ? { detail: 'too few', reason: 'INSUFFICIENT_STOCK' } : { orderId: 'o' },
        ),
      );
    };
    void answer();
  }).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  console = await startTestConsole({ gatewayUrl: `http://127.0.0.1:${port}` });
});
afterEach(async () => {
  await console[Symbol.asyncDispose]();
  gateway.closeAllConnections();
  gateway.close();
});

function countConnections(): Promise<number> {
  return new Promise((resolve) => gateway.getConnections((_error, count) => resolve(count)));
}

it('places an order in a trace of its own, and says which', async () => {
  const order = { customerId: 'ada', items: [{ sku: 'TEA', quantity: 1 }] };
  const { status, body } = await console.tell('/api/shop/orders', {
    ...order,
    idempotencyKey: 'k',
  });
  expect(status).toBe(200);
  const { traceId, ...answer } = body as OrderAnswer;
  expect(answer).toMatchObject({ httpStatus: 201, order: { orderId: 'o' } });
  expect(asked[0]?.body).toEqual(order);
  expect(asked[0]?.request.headers['idempotency-key']).toBe('k');
  expect(asked[0]?.request.headers['traceparent']).toMatch(
    new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`),
  );
});

it('tells a refusal in the gateway’s words', async () => {
  const order = { customerId: 'ada', items: [{ sku: 'TEA', quantity: 99 }] };
  expect(await console.tell('/api/shop/orders', order)).toMatchObject({
    status: 200,
    body: { httpStatus: 409, detail: 'too few', reason: 'INSUFFICIENT_STOCK' },
  });
});

it('passes an order’s events on as they come, and lets go of them with the browser', async () => {
  const leaving = new AbortController();
  const { body, headers } = await fetch(`${console.url}/api/shop/orders/o/events`, {
    signal: leaving.signal,
  });
  expect(headers.get('content-type')).toBe('text/event-stream');
  const { value } = await body!.getReader().read();
  expect(new TextDecoder().decode(value)).toContain('data: {"state":"PENDING"}');
  leaving.abort();
  await expect.poll(countConnections).toBe(0);
});

it('lets go of an order’s events with the browser while the gateway hangs', async () => {
  const leaving = new AbortController();
  const { signal } = leaving;
  const asking = fetch(`${console.url}/api/shop/orders/hang/events`, { signal });
  await expect.poll(() => hanging).toBe(1);
  leaving.abort();
  await expect(asking).rejects.toThrow();
  await expect.poll(countConnections).toBe(0);
});

it('says that the gateway is away', async () => {
  gateway.closeAllConnections();
  gateway.close();
  await once(gateway, 'close');
  expect(await console.ask('/api/shop/products')).toMatchObject({
    status: 502,
    body: { reason: 'GATEWAY_AWAY' },
  });
});
