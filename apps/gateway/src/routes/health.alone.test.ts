import { notFound, unavailable } from '@ballast/status';
import { waitUntil } from '@ballast/testing';
import { expect, test, vi } from 'vitest';
import { ask } from '../../test/ask.ts';
import { startShop } from '../../test/shop.ts';
import { startReadiness } from '../upstream/readiness.ts';

const away = unavailable('nobody is there');

test('a gateway whose services answer is ready, and stays so when they go away', async () => {
  await using shop = await startShop();
  await untilReady(shop.url);
  for (const replica of shop.replicas) replica.force();
  expect(await ask(shop.url, 'GET /v1/orders/any')).toMatchObject({ status: 503 });
  expect(await ask(shop.url, 'GET /readyz')).toMatchObject({ status: 200 });
  expect(await ask(shop.url, 'GET /livez')).toMatchObject({ status: 200, body: { status: 'ok' } });
});

test('a gateway that leaves is alive and not ready', async () => {
  await using shop = await startShop({ drainDelayMs: 60_000 });
  await untilReady(shop.url);
  void shop.gateway.drain();
  expect(await ask(shop.url, 'GET /readyz')).toMatchObject({
    status: 503,
    body: { reason: 'DRAINING' },
  });
  expect(await ask(shop.url, 'GET /livez')).toMatchObject({ status: 200 });
});

test('until each service has answered once, the one that did not is named', async () => {
  let isThere = false;
  const readiness = startReadiness({
    orders: () => (isThere ? Promise.resolve() : Promise.reject(away)),
    inventory: () => Promise.resolve(),
  });
  await waitUntil(() => readiness.obstacle()?.detail === 'orders did not answer yet', {
    what: 'only orders is missing',
  });
  isThere = true;
  await waitUntil(() => readiness.obstacle() === undefined, { what: 'orders has answered' });
});

test.each([
  ['a refusal', notFound('nothing here')],
  ['a service whose database is away', unavailable('no', { reason: 'DATABASE_UNAVAILABLE' })],
])('%s is an answer', async (_what, error) => {
  const readiness = startReadiness({ orders: () => Promise.reject(error) });
  await waitUntil(() => readiness.obstacle() === undefined, { what: 'it counts' });
});

test('a gateway that leaves while it starts asks no more', async () => {
  vi.useFakeTimers();
  const probe = vi.fn(() => Promise.reject(away));
  const readiness = startReadiness({ orders: probe });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(probe.mock.calls.length).toBeGreaterThan(5);
  readiness.startDraining();
  const before = probe.mock.calls.length;
  await vi.advanceTimersByTimeAsync(10_000);
  vi.useRealTimers();
  expect(probe).toHaveBeenCalledTimes(before);
  expect(readiness.obstacle()?.reason).toBe('DRAINING');
});

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const { status } = await ask(url, 'GET /readyz');
    if (status === 200) return;
  }
}
