import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestConsole, type TestConsole } from '../../test/start-test-console.ts';
import { loadConsoleConfig } from '../config.ts';

let console: TestConsole;
beforeAll(async () => {
  const { allowedHosts } = loadConsoleConfig({ CONSOLE_ALLOWED_HOSTS: 'console.example' });
  console = await startTestConsole({ allowedHosts });
});
afterAll(() => console[Symbol.asyncDispose]());

/** With headers that `fetch` would not let a program set. */
async function send(method: string, path: string, headers: Record<string, string> = {}) {
  const { port } = new URL(console.url);
  const sent = request({
    ...{ host: '127.0.0.1', port, method, path, agent: false },
    headers: { host: `127.0.0.1:${port}`, ...headers },
  });
  sent.end(method === 'POST' ? '{"perSecond":0}' : undefined);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  sent.once('error', reject);
  sent.once('response', (response) => {
    const { statusCode: status = 0 } = response;
    // A stream has no end.
    if (status === 200 && path === '/api/stream') {
      response.destroy();
      resolve({ status, body: '' });
    } else text(response).then((body) => resolve({ status, body }), reject);
  });
  return promise;
}

const json = { 'content-type': 'application/json' };

describe('a page of somebody else', () => {
  const hosts = ['evil.example', 'evil.example:9000', '127.0.0.1.evil.example', '10.0.0.1:9000'];

  it.each(hosts)(
    'reads nothing by the name %j, which it made resolve to this machine',
    async (host) => {
      for (const path of ['/', '/api/stream', '/api/traces', '/api/history']) {
        expect((await send('GET', path, { host })).status).toBe(403);
      }
    },
  );

  it.each([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
  ])('presses no button and watches nothing with %j', async (headers) => {
    expect((await send('POST', '/api/load', { ...json, ...headers })).status).toBe(403);
    expect((await send('GET', '/api/stream', headers)).status).toBe(403);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'presses no button by a form of type %j',
    async (type) => {
      const { status } = await send('POST', '/api/load', { 'content-type': type });
      expect(status).toBe(415);
    },
  );
});

describe('what sends telemetry', () => {
  const host = 'console.ballast.svc:9000';

  it('may come by whatever name', async () => {
    expect((await send('POST', '/v1/traces', { ...json, host })).status).toBe(200);
  });

  it.each([
    { host, origin: `http://${host}` },
    { host, 'sec-fetch-site': 'same-origin' },
    { origin: 'http://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
  ])('is no page of somebody else: %j', async (headers) => {
    for (const path of ['/v1/traces', '/v1/logs', '/v1/metrics']) {
      expect((await send('POST', path, { ...json, ...headers })).status).toBe(403);
    }
  });
});

describe('a page of the console', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST', 'console.example'])(
    'may come by the name %s',
    async (name) => {
      const host = `${name}:${new URL(console.url).port}`;
      const own = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
      expect((await send('GET', '/', { host })).status).toBe(200);
      expect((await send('GET', '/api/stream', own)).status).toBe(200);
      expect((await send('POST', '/api/load', { ...own, ...json })).status).toBe(200);
    },
  );

  it('may be opened by a link elsewhere', async () => {
    const headers = {
      ...{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      'sec-fetch-dest': 'document',
    };
    expect((await send('GET', '/', headers)).status).toBe(200);
  });

  it('loads nothing from elsewhere and is framed by nobody', async () => {
    const response = await fetch(console.url);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
  });

  it('is kept by browsers as long as its name does not change', async () => {
    const page = await fetch(`${console.url}/`);
    expect(page.headers.get('cache-control')).toBe('no-store');
    const script = await fetch(`${console.url}/assets/main.0123.js`, {
      headers: { 'accept-encoding': 'gzip, br' },
    });
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-encoding')).toBe('br');
  });
});

it('answers what is wrong as a problem', async () => {
  expect(await console.ask('/nowhere')).toMatchObject({
    status: 404,
    body: { status: 404, reason: 'NOT_FOUND' },
  });
  expect(await console.tell('/api/load', { perSecond: 501 })).toMatchObject({
    status: 400,
    body: { reason: 'BAD_REQUEST', detail: 'body/perSecond must be <= 500' },
  });
  expect(
    await console.tell('/api/platform/scale', { service: 'orders', replicas: 3 }),
  ).toMatchObject({ status: 409, body: { reason: 'NO_PLATFORM' } });
});

it('is probed by whatever name', async () => {
  expect((await send('GET', '/readyz', { host: '10.1.2.3:9000' })).status).toBe(200);
});
