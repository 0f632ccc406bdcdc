import assert from 'node:assert/strict';
import { runId } from '../src/run-id.ts';
import type { Case, Scenario } from '../src/scenario.ts';
import type { HttpRequest } from '../src/shop/send-request.ts';

/** The customer of every bad order: nothing of theirs may ever be found. */
const customerId = `nobody-${runId}`;
const sku = `e2e-bad-input-${runId}`;
const key = `bad-input-${runId}`;

const good = { customerId, items: [{ sku, quantity: 1 }] };
const manyItems = Array.from({ length: 51 }, (_, index) => ({ sku: `sku-${index}`, quantity: 1 }));

interface Refused {
  readonly when: string;
  /** `METHOD path`; default `POST /v1/orders`. */
  readonly route?: string;
  /** Sent as JSON, unless it is text or bytes. */
  readonly body?: unknown;
  /** On top of a JSON content type and a good key; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly status: number;
  /** What the answer must say, besides being a problem document. */
  readonly names?: RegExp;
}

const refused: readonly Refused[] = [
  { when: 'a sku is unknown', body: items({ sku: 'no-such-sku' }), status: 400, names: /sku/ },
  { when: 'a quantity is 0', body: items({ quantity: 0 }), status: 400, names: /quantity/ },
  { when: 'a quantity is negative', body: items({ quantity: -1 }), status: 400, names: /quantity/ },
  {
    when: 'a quantity is 2^53',
    body: items({ quantity: 2 ** 53 }),
    status: 400,
    names: /quantity/,
  },
  {
    when: 'a quantity is 2^31',
    body: items({ quantity: 2 ** 31 }),
    status: 400,
    names: /quantity/,
  },
  {
    when: 'a quantity is over its limit',
    body: items({ quantity: 1001 }),
    status: 400,
    names: /quantity/,
  },
  { when: 'a quantity is broken', body: items({ quantity: 1.5 }), status: 400, names: /quantity/ },
  { when: 'a quantity is text', body: items({ quantity: '2' }), status: 400, names: /quantity/ },
  {
    when: 'a quantity is missing',
    body: { customerId, items: [{ sku }] },
    status: 400,
    names: /quantity/,
  },
  { when: 'a sku is empty', body: items({ sku: '' }), status: 400, names: /sku/ },
  { when: 'a sku is too long', body: items({ sku: 'x'.repeat(65) }), status: 400, names: /sku/ },
  {
    when: 'a sku comes twice',
    body: { customerId, items: [...good.items, ...good.items] },
    status: 400,
    names: /sku/,
  },
  { when: 'there are no items', body: { customerId, items: [] }, status: 400, names: /items/ },
  {
    when: 'there are 51 items',
    body: { customerId, items: manyItems },
    status: 400,
    names: /items/,
  },
  { when: 'items are no list', body: { customerId, items: {} }, status: 400, names: /items/ },
  { when: 'a customer is missing', body: { items: good.items }, status: 400, names: /customerId/ },
  {
    when: 'a customer has a line break',
    body: { ...good, customerId: 'a\nb' },
    status: 400,
    names: /customerId/,
  },
  { when: 'a field is unknown', body: { ...good, coupon: 'x' }, status: 400, names: /coupon/ },
  { when: 'a field of an item is unknown', body: items({ price: 1 }), status: 400, names: /price/ },
  {
    when: 'a field is called __proto__',
    body: `{"__proto__":{"x":1},${JSON.stringify(good).slice(1)}`,
    status: 400,
  },
  { when: 'the body is no JSON', body: '{"customerId":', status: 400, names: /JSON/i },
  { when: 'the body is empty', body: '', status: 400 },
  { when: 'the body is null', body: 'null', status: 400 },
  { when: 'the body is a list', body: [good], status: 400 },
  { when: 'the body is no UTF-8', body: invalidUtf8(), status: 400, names: /UTF-8/i },
  {
    when: 'the body has 10 MB',
    body: `{"customerId":"${'x'.repeat(10_000_000)}"}`,
    // As browsers send it: who asks for the end of the connection gets it, perhaps while it sends.
    headers: { connection: 'keep-alive' },
    status: 413,
  },
  { when: 'the content type is another', headers: { 'content-type': 'text/plain' }, status: 415 },
  {
    when: 'the key is missing',
    headers: { 'idempotency-key': undefined },
    status: 400,
    names: /idempotency-key/i,
  },
  {
    when: 'the key is empty',
    headers: { 'idempotency-key': '' },
    status: 400,
    names: /idempotency-key/i,
  },
  {
    when: 'the key is over its limit',
    headers: { 'idempotency-key': 'k'.repeat(129) },
    status: 400,
    names: /idempotency-key/i,
  },
  {
    when: 'the key has a space',
    headers: { 'idempotency-key': 'a b' },
    status: 400,
    names: /idempotency-key/i,
  },
  {
    when: 'a page token is made up',
    route: `GET /v1/orders?customerId=${customerId}&pageToken=xyz`,
    status: 400,
    names: /pageToken|page_token/,
  },
  {
    when: 'a page size is over its limit',
    route: `GET /v1/orders?customerId=${customerId}&pageSize=101`,
    status: 400,
    names: /pageSize/,
  },
  {
    when: 'a page size is no number',
    route: `GET /v1/orders?customerId=${customerId}&pageSize=x`,
    status: 400,
    names: /pageSize/,
  },
  { when: 'a list is for nobody', route: 'GET /v1/orders', status: 400, names: /customerId/ },
  { when: 'an order is unknown', route: 'GET /v1/orders/no-such-order', status: 404 },
  { when: 'a watched order is unknown', route: 'GET /v1/orders/no-such-order/events', status: 404 },
  {
    when: 'a last event id is no number',
    route: 'GET /v1/orders/no-such-order/events',
    headers: { 'last-event-id': 'x' },
    status: 400,
    names: /last-event-id/i,
  },
  { when: 'a route is unknown', route: 'GET /v1/baskets', status: 404 },
];

export const badInput: Scenario = {
  name: 'bad input',
  needs: [],
  cases: [
    {
      name: 'stock there would be enough of',
      async run({ inventory }) {
        const rows = (async function* () {
          yield { sku, name: sku, priceCents: 1n, received: 1000n };
        })();
        assert.equal((await inventory.importStock(rows)).rejected, 0n);
      },
    },
    ...refused.map(toCase),
    {
      name: 'a key at its limit is taken',
      async run({ shop, newId }) {
        const longKey = newId('k').padEnd(128, 'k');
        const answer = await shop.placeOrder({
          ...good,
          customerId: newId('somebody'),
          key: longKey,
        });
        assert.equal(answer.status, 201, answer.text);
      },
    },
    {
      name: 'nothing came of all that was refused',
      async run({ shop, inventory }) {
        const { json } = await shop.listOrders({ customerId });
        const { orders } = json as { orders: { state: string }[] };
        // An unknown sku is found out by inventory, so that order is on the books, as rejected.
        assert.deepEqual(
          orders.map(({ state }) => state),
          ['REJECTED'],
        );
        const { stock } = await inventory.getStock({ sku });
        assert.deepEqual([stock?.onHand, stock?.reserved], [999n, 0n]);
      },
    },
  ],
};

function toCase({
  when,
  route = 'POST /v1/orders',
  body = good,
  headers,
  status,
  names,
}: Refused): Case {
  const [method = '', path = ''] = route.split(' ');
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const all = {
    ...(method === 'POST' && { 'content-type': 'application/json', 'idempotency-key': key }),
    ...headers,
  };
  const request: HttpRequest = {
    method,
    headers: Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    ...(method === 'POST' && { body: isRaw ? body : JSON.stringify(body) }),
  };
  return {
    name: `${status} where ${when}`,
    async run({ shop }) {
      const answer = await shop.send(path, request);
      assert.equal(answer.status, status, answer.text);
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
      const problem = answer.json as Record<string, unknown>;
      assert.equal(problem['status'], status);
      for (const member of ['type', 'title', 'grpcStatus', 'reason', 'traceId']) {
        assert.ok(member in problem, `${member} is missing in ${answer.text}`);
      }
      assert.match(answer.text, names ?? /./);
      assert.doesNotMatch(answer.text, /node_modules|\.ts:|at .*\(/, 'no stack on the wire');
    },
  };
}

function items(change: object): object {
  return { customerId, items: [{ sku, quantity: 1, ...change }] };
}

function invalidUtf8(): Uint8Array {
  const bytes = Buffer.from(JSON.stringify({ ...good, customerId: 'x#y' }));
  bytes[bytes.indexOf('#')] = 0xff;
  return bytes;
}
