import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../../test/ask.ts';
import { startShop } from '../../test/shop.ts';
import type { Shop } from '../../test/shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop[Symbol.asyncDispose]());

test('the products are those of the inventory, and no token where there are no more', async () => {
  expect((await ask(shop.url, 'GET /v1/products')).body).toEqual({
    products: [
      { sku: 'mug', name: 'A fine mug', priceCents: 450, available: 10 },
      { sku: 'tea', name: 'A fine tea', priceCents: 450, available: 20 },
    ],
  });
});

test('a page leads to the next', async () => {
  const first = (await ask(shop.url, 'GET /v1/products?pageSize=1')).body as Page;
  expect(first.products.map(({ sku }) => sku)).toEqual(['mug']);
  const next = `GET /v1/products?pageSize=1&pageToken=${first.nextPageToken}`;
  const second = (await ask(shop.url, next)).body as Page;
  expect(second.products.map(({ sku }) => sku)).toEqual(['tea']);
  expect(second.nextPageToken).toBeUndefined();
});

test('numbers that JSON readers would round are told as text', async () => {
  shop.inventory.change('gold', 2n ** 53n + 1n);
  const { products } = (await ask(shop.url, 'GET /v1/products')).body as Page;
  expect(products.find(({ sku }) => sku === 'gold')?.available).toBe('9007199254740993');
});

test.each(['-1', '1001', '1.5', 'x', '', '1e2', '0x1', '99999999999999999999'])(
  'a page size of %j is refused by name',
  async (pageSize) => {
    const answer = await ask(shop.url, `GET /v1/products?pageSize=${pageSize}`);
    expect(answer).toMatchObject({
      status: 400,
      body: { violations: [{ in: 'query', field: 'pageSize' }] },
    });
  },
);

interface Page {
  readonly products: readonly { readonly sku: string; readonly available: unknown }[];
  readonly nextPageToken?: string;
}
