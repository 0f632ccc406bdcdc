// What the objectives are counted by: http.server.request.duration.
import { createGate } from '@ballast/testing';
import { loadConfig } from '@ballast/config';
import { startTelemetry, telemetrySchema } from '@ballast/telemetry';
import { configureTracing, MetricStore } from '@ballast/tracing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask, place } from '../../test/ask.ts';
import { openConnection } from '../../test/raw-connection.ts';
import { startShop } from '../../test/shop.ts';

let store: MetricStore;
let restore: () => void;
beforeEach(() => {
  store = new MetricStore();
  restore = configureTracing({ metrics: store });
});
afterEach(() => restore());

/** The attributes that tell how requests ended, of each series. */
const outcomes = () =>
  store
    .collect()
    .filter(({ name }) => name === 'http.server.request.duration')
    .flatMap(({ histograms }) => histograms)
    .map(({ attributes }) => [
      attributes['http.response.status_code'],
      attributes['error.type'],
      attributes['http.route'],
    ]);

test('a caller who gives up before any answer is an error without a status, not a 200', async () => {
  await using shop = await startShop();
  const asked = createGate();
  shop.orders.replace({
    getOrder: () => {
      asked.open();
      return new Promise<never>(() => undefined);
    },
  });
  {
    await using connection = await openConnection(shop.url);
    connection.send('GET /v1/orders/order-1 HTTP/1.1\r\nHost: x\r\n\r\n');
    await asked.opened;
  }
  await expect.poll(outcomes).toEqual([[undefined, 'caller_gone', '/v1/orders/:orderId']]);
});

test('a caller who leaves an answer that has begun had a 200', async () => {
  await using shop = await startShop();
  {
    await using connection = await openConnection(shop.url);
    connection.send('GET /v1/products/events HTTP/1.1\r\nHost: x\r\n\r\n');
    await connection.until(/retry: /);
  }
  await expect.poll(outcomes).toEqual([[200, undefined, '/v1/products/events']]);
});

test('a server’s failure is an error by its status, a caller’s mistake is none', async () => {
  await using shop = await startShop();
  await place(shop.url);
  shop.orders.replace({ getOrder: () => Promise.reject(new Error('broken')) });
  await ask(shop.url, 'GET /v1/orders/order-1');
  await ask(shop.url, 'GET /v1/products?limit=-1');
  await expect.poll(outcomes).toContainEqual([500, '500', '/v1/orders/:orderId']);
  expect(outcomes().filter(([, error]) => error !== undefined)).toHaveLength(1);
});

test('baggage of a request goes on to the services as it came, and none where it is not wanted', async () => {
  const seen: unknown[] = [];
  const askWithBaggage = async (environment: Record<string, string>): Promise<void> => {
    const settings = loadConfig(environment, telemetrySchema);
    await using resources = new AsyncDisposableStack();
    resources.use(await startTelemetry('gateway', { ...settings, logLevel: 'silent' }));
    const shop = resources.use(await startShop());
    shop.orders.replace({
      getOrder: (_request, { metadata }) => {
        seen.push(metadata.get('baggage'));
        return Promise.reject(new Error('seen'));
      },
    });
    await ask(shop.url, 'GET /v1/orders/order-1', {
      headers: { baggage: 'shop=north%20wing;private' },
    });
  };
  await askWithBaggage({});
  await askWithBaggage({ OTEL_PROPAGATORS: 'tracecontext' });
  expect(seen).toEqual([['shop=north%20wing;private'], []]);
});
