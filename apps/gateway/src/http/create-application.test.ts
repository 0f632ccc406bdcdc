import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, place } from '../../test/ask.ts';
import { openConnection } from '../../test/raw-connection.ts';
import { readEvents } from '../../test/read-events.ts';
import { startShop } from '../../test/shop.ts';
import type { Shop } from '../../test/shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop({ requestTimeoutMs: 400, maxBodyBytes: 2000 });
});
afterAll(() => shop[Symbol.asyncDispose]());

test('an unknown path is 404, whatever the method and the body', async () => {
  for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
    const body = method === 'POST' ? { body: 'hello' } : {};
    expect(await ask(shop.url, `${method} /nowhere?secret=1`, body)).toMatchObject({
      status: 404,
      body: {
        type: 'about:blank',
        title: 'Not Found',
        instance: '/nowhere',
        reason: 'ROUTE_NOT_FOUND',
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    });
  }
});

test.each([
  ['PUT', '/v1/orders', 'GET, HEAD, POST'],
  ['DELETE', '/v1/orders/order-1', 'GET, HEAD'],
  ['GET', '/v1/orders/order-1/cancel', 'POST'],
  ['POST', '/v1/products', 'GET, HEAD'],
  ['HEAD', '/v1/products/events', 'GET'],
  ['OPTIONS', '/readyz', 'GET, HEAD'],
])('%s %s is 405 and says what is allowed', async (method, path, allow) => {
  const answer = await ask(shop.url, `${method} ${path}`);
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe(allow);
});

test('a problem is of its own media type', async () => {
  const { headers } = await ask(shop.url, 'GET /nowhere');
  expect(headers.get('content-type')).toBe('application/problem+json');
});

test('every answer forbids what an API has no use for, streams too', async () => {
  await using events = await readEvents(`${shop.url}/v1/products/events`);
  const answers = [
    (await ask(shop.url, 'GET /v1/products')).headers,
    (await ask(shop.url, 'GET /nowhere')).headers,
    (await place(shop.url, '{')).headers,
    new Headers(events.response.headers as Record<string, string>),
  ];
  for (const headers of answers) {
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

test('a person who opens the address finds the ways on', async () => {
  expect((await ask(shop.url, 'GET /')).body).toMatchObject({
    links: { products: '/v1/products', openapi: '/openapi.json' },
  });
});

test.each([
  ['headers that arrive drop by drop', 'GET /livez HTTP/1.1\r\nHost: x\r\nX-A: '],
  [
    'a body that does not come',
    'POST /v1/orders HTTP/1.1\r\nHost: x\r\nIdempotency-Key: k\r\n' +
      'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  ],
])('%s lose the connection', async (_what, text) => {
  await using connection = await openConnection(shop.url);
  connection.send(text);
  expect(await connection.end).toMatch(/^HTTP\/1\.1 408 [^]*"reason":"REQUEST_TOO_SLOW"/);
});

test.each([
  ['what is not HTTP', 'hello\r\n\r\n', '400', 'INVALID_HTTP'],
  ['two lengths', 'GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', '400', ''],
  ['headers beyond 16 KiB', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431', 'HEADERS'],
])('%s is a problem too', async (_what, text, status, reason) => {
  await using connection = await openConnection(shop.url);
  connection.send(text);
  const answer = await connection.end;
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*application/problem\\+json`));
  expect(answer).toContain(`"reason":"${reason}`);
});

test('a body one byte too long is refused, one that fits is read', async () => {
  const padded = (length: number): string => '{}'.padEnd(length, ' ');
  expect((await place(shop.url, padded(2001))).status).toBe(413);
  expect((await place(shop.url, padded(2000))).status).toBe(400);
});

test.each([
  ['an answer', 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a problem', 'GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n'],
  [
    'the refusal of a body that is too long',
    'POST /v1/orders HTTP/1.1\r\nHost: x\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\n' +
      `Content-Length: 2001\r\n\r\n${' '.repeat(2001)}`,
  ],
])(
  '%s promises how long its connection is kept, so that nobody sends on one that ends',
  async (_what, text) => {
    await using patient = await startShop({ keepAliveTimeoutMs: 7000, maxBodyBytes: 2000 });
    await using connection = await openConnection(patient.url);
    connection.send(text);
    const answer = await connection.until(/\{.*\}/);
    expect(answer).toMatch(/^connection: keep-alive\r$/im);
    expect(answer).toMatch(/^keep-alive: timeout=7\r$/im);
  },
);

test('connections beyond the limit are closed unread, and the others served', async () => {
  await using small = await startShop({ maxConnections: 2 });
  await using first = await openConnection(small.url);
  await using second = await openConnection(small.url);
  await using third = await openConnection(small.url);
  expect(await third.end).toBe('');
  first.send('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await first.until(/\{.*\}/)).toContain('200 OK');
  expect(second.socket.destroyed).toBe(false);
});
