// What people send that is no order: each is a clear 400 (or 413, 415), and no service is asked.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anOrder, ask, place } from '../../../test/ask.ts';
import { openConnection } from '../../../test/raw-connection.ts';
import { startShop } from '../../../test/shop.ts';
import type { Shop } from '../../../test/shop.ts';

let shop: Shop;
let asked = 0;

beforeAll(async () => {
  shop = await startShop();
  shop.orders.replace({
    placeOrder: async () => {
      asked += 1;
      throw new Error('never asked');
    },
  });
});
afterAll(async () => {
  expect(asked).toBe(0);
  await shop[Symbol.asyncDispose]();
});

const withQuantity = (quantity: string): string =>
  `{"customerId":"ada","items":[{"sku":"tea","quantity":${quantity}}]}`;

test.each(['0', '-1', '9007199254740992', '1e400', '1.5', '"3"', 'null', 'true', '[1]', '{}'])(
  'a quantity of %s is refused by its place',
  async (quantity) => {
    const answer = await place(shop.url, withQuantity(quantity));
    expect(answer).toMatchObject({
      status: 400,
      body: {
        reason: 'INVALID_REQUEST',
        grpcStatus: 'INVALID_ARGUMENT',
        violations: [{ in: 'body', field: '/items/0/quantity' }],
      },
    });
  },
);

test.each([
  ['an unknown field', { ...anOrder, colour: 'green' }, '/colour'],
  ['an unknown field of an item', itemWith({ colour: 'green' }), '/items/0/colour'],
  ['the key in the body', { ...anOrder, idempotencyKey: 'k' }, '/idempotencyKey'],
  ['no customer', { items: anOrder.items }, '/customerId'],
  ['an empty customer', { ...anOrder, customerId: '' }, '/customerId'],
  ['a customer of 65 characters', { ...anOrder, customerId: 'x'.repeat(65) }, '/customerId'],
  ['no items', { customerId: 'ada' }, '/items'],
  ['items of none', { customerId: 'ada', items: [] }, '/items'],
  ['51 items', { customerId: 'ada', items: Array(51).fill(anOrder.items[0]) }, '/items'],
  ['an item without sku', itemWith({ sku: undefined }), '/items/0/sku'],
  ['a sku with a space', itemWith({ sku: 'a b' }), '/items/0/sku'],
  [
    'a prototype',
    '{"__proto__":{},"customerId":"ada","items":[{"sku":"a","quantity":1}]}',
    '/__proto__',
  ],
  ['a list', [], ''],
  ['null', 'null', ''],
  ['nothing', '', ''],
])('%s is refused by its place', async (_what, body, field) => {
  const answer = await place(shop.url, body);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    violations: expect.arrayContaining([expect.objectContaining({ in: 'body', field })]),
  });
});

test('all that is wrong is told at once', async () => {
  const answer = await place(shop.url, { colour: 1, items: [{ sku: '', quantity: 0 }] });
  const { violations } = answer.body as { violations: { field: string }[] };
  expect(new Set(violations.map(({ field }) => field))).toEqual(
    new Set(['/colour', '/customerId', '/items/0/sku', '/items/0/quantity']),
  );
});

test.each([
  ['half a text', '{"customerId":"a', 'INVALID_JSON'],
  ['two texts', '{}{}', 'INVALID_JSON'],
  ['a trailing comma', '{"a":1,}', 'INVALID_JSON'],
  ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), 'INVALID_UTF8'],
  ['UTF-8 that is cut off', Uint8Array.of(0x22, 0xe2, 0x82), 'INVALID_UTF8'],
])('%s is refused as such', async (_what, body, reason) => {
  expect(await place(shop.url, body)).toMatchObject({ status: 400, body: { reason } });
});

test.each([
  ['no key', undefined, 'is required'],
  ['an empty key', '', 'must NOT have fewer than 1 characters'],
  ['a key of 129 characters', 'x'.repeat(129), 'must NOT have more than 128 characters'],
  ['a key with a space', 'a b', 'must match pattern'],
  ['a key beyond ASCII', 'clé', 'must match pattern'],
])('%s is refused naming the header', async (_what, key, rule) => {
  const answer = await ask(shop.url, 'POST /v1/orders', {
    body: JSON.stringify(anOrder),
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
  });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    violations: expect.arrayContaining([
      { in: 'header', field: 'Idempotency-Key', description: expect.stringContaining(rule) },
    ]),
  });
});

test('two keys are refused: nobody can say which was meant', async () => {
  const headers = new Headers({ 'content-type': 'application/json' });
  headers.append('idempotency-key', 'a');
  headers.append('idempotency-key', 'b');
  const answer = await ask(shop.url, 'POST /v1/orders', { headers, body: JSON.stringify(anOrder) });
  expect(answer).toMatchObject({ status: 400, body: { violations: [{ in: 'header' }] } });
});

test('a body of 10 MB is 413, and the answer reaches whoever still sends', async () => {
  expect(await place(shop.url, 'x'.repeat(10_000_000))).toMatchObject({
    status: 413,
    body: { reason: 'BODY_TOO_LARGE' },
  });
});

test('a body that is refused for its length is read on, and the connection lives', async () => {
  await using connection = await openConnection(shop.url);
  connection.send(
    'POST /v1/orders HTTP/1.1\r\nHost: x\r\nIdempotency-Key: k\r\n' +
      'Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n',
  );
  expect(await connection.until(/"BODY_TOO_LARGE".*\}/)).toMatch(/^HTTP\/1\.1 413 /);
  connection.send(`${'x'.repeat(1_000_000)}GET /livez HTTP/1.1\r\nHost: x\r\n\r\n`);
  expect(await connection.until(/"ok"/)).toMatch(/^HTTP\/1\.1 200 /);
});

test('a body of unknown length is cut off at the limit too', async () => {
  const chunk = new TextEncoder().encode('x'.repeat(10_000));
  let left = 100;
  const body = new ReadableStream({
    pull: (controller) => {
      if (left-- === 0) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const answer = await ask(shop.url, 'POST /v1/orders', {
    body,
    duplex: 'half',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
  });
  expect(answer.status).toBe(413);
});

test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'nonsense'])(
  'a body of type %s is 415',
  async (type) => {
    expect(await place(shop.url, anOrder, { 'content-type': type })).toMatchObject({
      status: 415,
      body: { reason: 'UNSUPPORTED_MEDIA_TYPE' },
    });
  },
);

test('long texts come back shortened', async () => {
  const answer = await place(shop.url, { ...anOrder, customerId: 'x'.repeat(50_000) });
  expect(JSON.stringify(answer.body).length).toBeLessThan(1000);
});

function itemWith(fields: object): object {
  return { ...anOrder, items: [{ ...anOrder.items[0], ...fields }] };
}
