// A real Prometheus scrapes every replica of the platform, and takes the rules as they are shipped.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logFile } from '../src/platform/open-log.ts';
import { startPlatform } from '../src/platform/start-platform.ts';
import {
  startPrometheus,
  type Prometheus,
  type ScrapeTarget,
} from '../src/telemetry/prometheus.ts';
import { newTrace } from '../src/telemetry/traces.ts';
import { createWorld, type World } from '../src/world.ts';

const resources = new AsyncDisposableStack();
let world: World;
let prometheus: Prometheus;
let sku: string;

beforeAll(async () => {
  // Of this process alone: the platform inherits it.
  process.env['OTEL_METRICS_EXPORTER'] = 'prometheus';
  process.env['OTEL_EXPORTER_PROMETHEUS_PORT'] = '0';
  process.env['LOG_LEVEL'] = 'info';
  world = resources.use(createWorld(resources.use(await startPlatform('local'))));
  prometheus = resources.use(await startPrometheus(await findScrapeTargets()));
  sku = await world.stockUp(10_000);
});

afterAll(() => resources.disposeAsync());

/** What each replica says in the log. */
async function findScrapeTargets(): Promise<ScrapeTarget[]> {
  const lines = (await readFile(logFile('local.log'), 'utf8')).split('\n');
  return lines
    .filter((line) => line.includes('metrics can be scraped'))
    .map((line) => JSON.parse(line) as ScrapeTarget);
}

async function useShop(): Promise<void> {
  const answers = [
    await world.shop.placeOrder({ customerId: 'ada', items: [{ sku, quantity: 1 }] }),
    await world.shop.listProducts(),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 200]);
}

test('every replica is up', async () => {
  const upByService = async () => {
    const up = (await prometheus.targets()).filter(({ health }) => health === 'up');
    return Object.entries(Object.groupBy(up, ({ labels }) => labels.job))
      .map(([service, replicas = []]) => `${replicas.length} ${service}`)
      .sort();
  };
  await expect
    .poll(upByService, { timeout: 15_000 })
    .toEqual(['1 gateway', '1 notifications', '2 orders', '3 inventory']);
  expect((await prometheus.targets()).filter(({ lastError }) => lastError !== '')).toEqual([]);
});

test('every recording rule has a value once the shop is used', { timeout: 60_000 }, async () => {
  const names = (await prometheus.rules())
    .filter(({ type }) => type === 'recording')
    .map(({ name }) => name);
  expect(names.length).toBeGreaterThan(15);
  const findWithout = async () => {
    // A rate needs something that grows while it is watched.
    await useShop();
    const values = await Promise.all(names.map((name) => prometheus.query(name)));
    return names.filter((_, index) => !values[index]?.some(Number.isFinite));
  };
  await expect.poll(findWithout, { timeout: 45_000, interval: 500 }).toEqual([]);
});

test('no rule, of those that record and those that alert, is in error', async () => {
  const states = async () =>
    (await prometheus.rules()).map(({ name, health, lastError = '' }) => [name, health, lastError]);
  const rules = await prometheus.rules();
  expect(new Set(rules.map(({ type }) => type))).toEqual(new Set(['recording', 'alerting']));
  await expect.poll(states, { timeout: 15_000 }).toEqual(rules.map(({ name }) => [name, 'ok', '']));
});

test('a bucket of a histogram leads to the trace of an order', async () => {
  const trace = newTrace();
  const { status } = await world.shop.send('/v1/orders', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': world.newId('key'),
      traceparent: trace.header,
    },
    body: JSON.stringify({ customerId: 'ada', items: [{ sku, quantity: 1 }] }),
  });
  expect(status).toBe(201);
  const placing = '{rpc_method="ballast.orders.v1.OrdersService/PlaceOrder"}';
  await expect
    .poll(() => prometheus.exampleTraces(`rpc_server_call_duration_seconds_bucket${placing}`), {
      timeout: 10_000,
    })
    .toContain(trace.traceId);
});
