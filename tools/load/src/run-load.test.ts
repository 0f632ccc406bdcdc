import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeLoad, isFailed } from './describe-load.ts';
import { runLoad } from './run-load.ts';

const products = JSON.stringify({ products: [{ sku: 'mug' }, { sku: 'cup' }] });
const listing = (response: ServerResponse): void => void response.end(products);

async function startShop(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const received: string[] = [];
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      received.push(`${request.method} ${request.url}`);
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

const brief = { rate: 200, seconds: 1, orders: 0.5, seed: 7 };
const watch = { signal: new AbortController().signal, onSecond: () => undefined };

describe('the load', () => {
  it('counts every request that reached the shop, once', async () => {
    const { url, received } = await startShop((_request, response) => listing(response));
    const { seen, skipped } = await runLoad({ ...brief, url }, watch);
    const orders = seen.filter(({ kind }) => kind === 'order');
    // One more list than was counted: that of what there is to order.
    expect(received.filter((each) => each === 'GET /v1/products')).toHaveLength(
      seen.length - orders.length + 1,
    );
    expect(received.filter((each) => each === 'POST /v1/orders')).toHaveLength(orders.length);
    expect(orders.length).toBeGreaterThan(0);
    expect(seen.filter(isFailed)).toEqual([]);
    expect(skipped).toBe(0);
  });

  it('keeps of an answer what is counted, and not its body', async () => {
    const { url } = await startShop((_request, response) => listing(response));
    const { seen } = await runLoad({ ...brief, url }, watch);
    const kept = new Set(seen.flatMap((each) => Object.keys(each)));
    expect([...kept].sort()).toEqual(['beginMs', 'kind', 'status', 'tookMs']);
  });

  it('asks for the same things in the same order under the same seed', async () => {
    const { url } = await startShop((_request, response) => listing(response));
    const kindsOf = async (seed: number) => {
      const { seen } = await runLoad({ ...brief, url, seed }, watch);
      return seen
        .toSorted((a, b) => a.beginMs - b.beginMs)
        .map(({ kind }) => kind)
        .join(' ');
    };
    const first = await kindsOf(3);
    expect(await kindsOf(3)).toBe(first);
    expect(await kindsOf(4)).not.toBe(first);
  });

  it('counts 5xx and broken connections as failures, short stock not', async () => {
    let orders = 0;
    const { url } = await startShop((request, response) => {
      if (request.method === 'GET') return listing(response);
      orders += 1;
      if (orders % 3 === 0) return void response.destroy();
      response.statusCode = orders % 3 === 1 ? 409 : 503;
      response.end('{}');
    });
    const run = await runLoad({ ...brief, url, orders: 1 }, watch);
    const count = (wanted: number) => run.seen.filter(({ status }) => status === wanted).length;
    expect(count(0)).toBe(Math.floor(orders / 3));
    expect(count(503)).toBe(Math.floor((orders + 1) / 3));
    expect(count(409)).toBe(Math.floor((orders + 2) / 3));
    expect(run.seen.filter(isFailed)).toHaveLength(count(0) + count(503));
    expect(describeLoad(run)).toContain(`no answer: ${count(0)}, 409: ${count(409)}`);
  });

  it('ends when it is told to, with what was under way', async () => {
    const stopping = new AbortController();
    const { url } = await startShop((request, response) => {
      if (request.method === 'POST') stopping.abort();
      listing(response);
    });
    const long = { ...brief, url, seconds: 3600, orders: 1 };
    const { seen } = await runLoad(long, { ...watch, signal: stopping.signal });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter(isFailed)).toEqual([]);
  });

  it('says so where no shop is', async () => {
    const { url } = await startShop((_request, response) => void response.end('{}'));
    await expect(runLoad({ ...brief, url }, watch)).rejects.toThrow(
      `${url}/v1/products lists no product to order`,
    );
  });
});
