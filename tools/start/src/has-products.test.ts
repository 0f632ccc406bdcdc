import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { hasProducts } from './has-products.ts';

async function ask(status: number, body: string): Promise<boolean> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await hasProducts(`http://127.0.0.1:${port}`);
  } finally {
    server.close();
  }
}

it('finds products in the shop', async () => {
  expect(await ask(200, '{"products":[{"sku":"a"}]}')).toBe(true);
});

it.each([
  [200, '{"products":[]}'],
  [503, '{"title":"Unavailable"}'],
  [200, 'no json'],
  [200, 'null'],
])('finds none in the answer %i %s', async (status, body) => {
  expect(await ask(status, body)).toBe(false);
});

it('finds none where nobody answers', async () => {
  expect(await hasProducts('http://127.0.0.1:1')).toBe(false);
});
