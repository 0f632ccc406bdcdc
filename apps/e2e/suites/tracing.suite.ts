// What the whole platform tells a receiver of OTLP: one trace for an order, across every process.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPlatform } from '../src/platform/start-platform.ts';
import { startOtlpReceiver, type OtlpReceiver } from '../src/telemetry/otlp-receiver.ts';
import { drawTrace, newTrace } from '../src/telemetry/traces.ts';
import { createWorld, type World } from '../src/world.ts';

const resources = new AsyncDisposableStack();
let receiver: OtlpReceiver;
let world: World;

beforeAll(async () => {
  receiver = resources.use(await startOtlpReceiver());
  // Of this process alone: the platform inherits it.
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  process.env['OTEL_BSP_SCHEDULE_DELAY'] = '100';
  process.env['OTEL_METRIC_EXPORT_INTERVAL'] = '500';
  world = resources.use(createWorld(resources.use(await startPlatform('local'))));
});

afterAll(() => resources.disposeAsync());

async function place(sku: string, traceparent: string): Promise<Response> {
  return fetch(`${world.platform.shopUrl}/v1/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': world.newId('key'),
      traceparent,
    },
    body: JSON.stringify({ customerId: world.newId('ada'), items: [{ sku, quantity: 1 }] }),
  });
}

const rpc = (service: string, method: string) => `ballast.${service}.v1.${method}`;

test('an order is one trace over gateway, orders and inventory', async () => {
  const trace = newTrace();
  expect((await place(await world.stockUp(5), trace.header)).status).toBe(201);
  const reserve = rpc('inventory', 'InventoryService/Reserve');
  const commit = rpc('inventory', 'InventoryService/Commit');
  const placing = rpc('orders', 'OrdersService/PlaceOrder');
  await expect
    .poll(() => drawTrace(receiver.spans, trace), { timeout: 10_000 })
    .toEqual([
      'gateway POST /v1/orders',
      `  gateway ${placing}`,
      `    gateway Attempt.${placing}`,
      `      orders ${placing}`,
      `        orders ${reserve}`,
      `          orders Attempt.${reserve}`,
      `            inventory ${reserve}`,
      `        orders ${commit}`,
      `          orders Attempt.${commit}`,
      `            inventory ${commit}`,
    ]);
});

test('what is told later links to the order, from a trace of its own', async () => {
  const trace = newTrace();
  await place(await world.stockUp(5), trace.header);
  const findTelling = () =>
    receiver.spans.find(
      ({ name, links }) =>
        name === 'tell notifications' && links.some(({ traceId }) => traceId === trace.traceId),
    );
  await expect.poll(findTelling, { timeout: 10_000 }).toBeDefined();
  const telling = findTelling()!;
  expect(telling.traceId).not.toBe(trace.traceId);
  const linked = telling.links.filter(({ traceId }) => traceId === trace.traceId);
  await expect
    .poll(
      () =>
        receiver.spans.filter((span) => span.traceId === trace.traceId).map(({ spanId }) => spanId),
      { timeout: 10_000 },
    )
    .toEqual(expect.arrayContaining(linked.map(({ spanId }) => spanId)));
  const recorded = rpc('notifications', 'NotificationsService/RecordOrderEvents');
  await expect
    .poll(
      () =>
        receiver.spans.some(
          (span) => span.traceId === telling.traceId && span.service === 'notifications',
        ),
      { timeout: 10_000 },
    )
    .toBe(true);
  const served = receiver.spans.find(
    ({ traceId, service }) => traceId === telling.traceId && service === 'notifications',
  );
  expect(served?.name).toBe(recorded);
});

test('a watched order links to the call behind each change', async () => {
  const trace = newTrace();
  const { orderId } = (await (await place(await world.stockUp(5), trace.header)).json()) as {
    orderId: string;
  };
  const changes = world.orders.watchOrder({ orderId, afterSequence: 1n });
  await changes.next();
  await changes.return?.();
  await expect
    .poll(
      () =>
        receiver.spans
          .filter(({ name, service }) => name.endsWith('/WatchOrder') && service === 'orders')
          .flatMap(({ links }) => links.map(({ traceId }) => traceId)),
      { timeout: 10_000 },
    )
    .toContain(trace.traceId);
});
