import { createLogger } from '@ballast/logging';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask } from '../../test/ask.ts';
import { startShop } from '../../test/shop.ts';
import type { Shop } from '../../test/shop.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';

let shop: Shop;
let lines: Record<string, unknown>[];

beforeAll(async () => {
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  lines = [];
  shop = await startShop({ logger: createLogger({ service: 'gateway', destination }) });
});
afterAll(() => shop[Symbol.asyncDispose]());
beforeEach(() => (lines = []));

// A body that cannot be read ends a request before its scope is opened.
test.each(['{', '{"customerId":"c","items":[]}'])(
  'an order that is refused, %j, is told in its trace',
  async (body) => {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': 'key',
      traceparent: `00-${TRACE_ID}-${SPAN_ID}-01`,
    };
    await ask(shop.url, 'POST /v1/orders', { headers, body });
    await expect.poll(() => lines).toHaveLength(1);
    expect(lines).toMatchObject([
      {
        ...{ level: 'info', message: 'refused', status: 400, route: '/v1/orders' },
        ...{ trace_id: TRACE_ID, span_id: SPAN_ID, traceId: TRACE_ID },
      },
    ]);
  },
);

test('a page that is not there is nobody’s news', async () => {
  await ask(shop.url, 'GET /v1/orders/none');
  await ask(shop.url, 'GET /nowhere');
  expect(lines).toEqual([]);
});
