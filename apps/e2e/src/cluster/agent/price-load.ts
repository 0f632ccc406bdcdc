import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@ballast/client';
import { idempotentMethods, InventoryServiceService, inventoryPolicy } from '@ballast/contracts';
import { meshModes } from '../mesh/mesh-mode.ts';
import { targetIn } from '../mesh/addresses.ts';
import { mesh } from '../../mesh-of-process.ts';
import { keepConnections } from '../../shop/keep-connections.ts';
import { createShop } from '../../shop/shop.ts';
import { streamOf } from '../../stream-of.ts';

/** What one load has come to, a JSON line on the standard output. */
export interface PriceReport {
  readonly calls: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Before this the programs are still being compiled, connections made, and sidecars told. */
const warmUpMs = 10_000;

/**
 * `node main.js price-load`: calls of inventory (PRICE_KIND=call) or requests of the shop (request) at
 * a steady rate, whatever becomes of those before, and prints how long they took.
 */
export async function runPriceLoad(environment: NodeJS.ProcessEnv): Promise<void> {
  const namespace = environment['NAMESPACE'] ?? '';
  const mode = meshModes.find((one) => one === mesh.mode) ?? 'none';
  using inventory = createClient(InventoryServiceService, {
    target: targetIn(mode, 'inventory', namespace),
    ...{ policy: inventoryPolicy, idempotentMethods, mesh },
  });
  const sku = 'e2e-price';
  const row = { sku, name: sku, priceCents: 100n, received: 1_000_000n };
  await inventory.importStock(streamOf(row), { waitForReady: true, timeoutMs: 30_000 });
  const shop = createShop('http://gateway').over(keepConnections(32));
  const ask = {
    call: async () => (await inventory.getStock({ sku })).stock !== undefined,
    request: async (number: number) => {
      const answer =
        number % 4 === 0
          ? await shop.placeOrder({ customerId: 'e2e-price', items: [{ sku, quantity: 1 }] })
          : await shop.send('/v1/products?pageSize=10');
      return answer.status < 300;
    },
  }[environment['PRICE_KIND'] === 'call' ? 'call' : 'request'];
  const report = await askSteadily(ask, {
    ratePerSecond: Number(environment['PRICE_RATE'] ?? '50'),
    seconds: Number(environment['PRICE_SECONDS'] ?? '60'),
  });
  console.log(JSON.stringify(report));
  process.exit(0);
}

async function askSteadily(
  ask: (number: number) => Promise<boolean>,
  { ratePerSecond, seconds }: { readonly ratePerSecond: number; readonly seconds: number },
): Promise<PriceReport> {
  const tookMs: number[] = [];
  let failed = 0;
  const open = new Set<Promise<void>>();
  const beginMs = performance.now();
  const one = async (number: number): Promise<void> => {
    const sentMs = performance.now();
    const isGood = await ask(number).catch(() => false);
    if (sentMs - beginMs < warmUpMs) return;
    if (!isGood) failed += 1;
    tookMs.push(performance.now() - sentMs);
  };
  for (let number = 0; number < ratePerSecond * seconds; number += 1) {
    await delay(Math.max(0, beginMs + (number * 1000) / ratePerSecond - performance.now()));
    const asked = one(number).finally(() => open.delete(asked));
    open.add(asked);
  }
  await Promise.all(open);
  const sorted = tookMs.toSorted((a, b) => a - b);
  const quantile = (part: number) => sorted[Math.floor(sorted.length * part)] ?? NaN;
  return { calls: sorted.length, failed, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}
