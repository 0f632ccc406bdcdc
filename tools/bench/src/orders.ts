// Orders a second through the whole platform, beside the same SQL run straight from one process.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@ballast/client';
import { InventoryServiceService } from '@ballast/contracts';
import { connectControl } from '@ballast/tool-start';
import { pickItems } from './baskets.ts';
import { runLoad, type LoadResult } from './load.ts';
import { createDataDirectory, startPlatform } from './running-platform.ts';
import { formatSpread, quantile } from './statistics.ts';
import type { Benchmark } from './table.ts';

const rounds = 10;
const durationMs = 4_000;
const concurrency = 16;

export const orders: Benchmark = {
  name: 'orders',
  title: 'orders a second through the gateway, as a share of the same SQL run directly',
  async run(progress) {
    await using platform = await startPlatform(await createDataDirectory());
    const { databaseUrl, targets } = await readStatus(platform.directory);
    const skus = await fillStock(targets['inventory'] ?? '');
    const throughGateway = () => loadGateway(platform.shopUrl, skus, durationMs);
    const direct = () => loadDirectly(databaseUrl, skus, durationMs);
    progress('warming up');
    await throughGateway();
    await direct();

    const samples: { ours: LoadResult; sql: LoadResult }[] = [];
    for (let round = 1; round <= rounds; round++) {
      const sql = await direct();
      const ours = await throughGateway();
      samples.push({ ours, sql });
      progress(
        `round ${round}: ${rate(ours).toFixed(0)} / ${rate(sql).toFixed(0)} orders a second`,
      );
    }
    const describe = (name: string, results: readonly LoadResult[]) => [
      name,
      formatSpread(results.map(rate), 0),
      formatSpread(results.map(({ latenciesMs }) => quantile(latenciesMs, 0.5))),
      formatSpread(results.map(({ latenciesMs }) => quantile(latenciesMs, 0.99))),
      results.reduce((sum, { failed }) => sum + failed, 0),
    ];
    const ratios = samples.map(({ ours, sql }) => rate(ours) / rate(sql));
    return [
      {
        title: 'PlaceOrder',
        method: `${concurrency} orders under way at once, two skus of twelve in each, ${rounds} interleaved rounds of ${durationMs / 1000} s, the same database: median (range). Directly: the services' own stores and saga in one process, no gRPC, no HTTP, no validation, 50 connections as the platform's processes have together.`,
        columns: ['', 'orders/s', 'p50 (ms)', 'p99 (ms)', 'failed'],
        rows: [
          describe(
            'through gateway, orders ×2, inventory ×3',
            samples.map(({ ours }) => ours),
          ),
          describe(
            'the same SQL, directly',
            samples.map(({ sql }) => sql),
          ),
          ['ratio (goal ≥ 0.4)', formatSpread(ratios, 2), '', '', ''],
        ],
      },
    ];
  },
};

const rate = ({ completed, seconds }: LoadResult) => completed / seconds;

async function readStatus(directory: string) {
  using control = await connectControl(directory);
  return await control.status();
}

/** Enough of everything that nothing runs out. */
async function fillStock(target: string): Promise<string[]> {
  using inventory = createClient(InventoryServiceService, { target });
  const { stock } = await inventory.listStock({ pageSize: 100, pageToken: '' });
  const skus = stock.map(({ sku }) => sku);
  const answers = inventory.adjustStock(skus.map((sku) => ({ sku, delta: 100_000_000n })));
  await Array.fromAsync(answers);
  return skus;
}

async function loadGateway(url: string, skus: readonly string[], ms: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const send = () =>
    post(agent, `${url}/v1/orders`, { customerId: 'bench', items: pickItems(skus) });
  const result = await runLoad({
    ...{ concurrency, durationMs: ms },
    send: async () => (await send()) === 201,
  });
  agent.destroy();
  return result;
}

function post(agent: Agent, url: string, body: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject).end(JSON.stringify(body));
  });
}

async function loadDirectly(url: string, skus: readonly string[], ms: number): Promise<LoadResult> {
  const program = join(import.meta.dirname, 'direct-orders.ts');
  const args = [program, url, String(concurrency), String(ms), skus.join()];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 2 ** 20 });
  return JSON.parse(stdout) as LoadResult;
}
