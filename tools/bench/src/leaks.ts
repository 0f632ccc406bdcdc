// What 10 000 visitors who left, and 10 000 calls that were cancelled, leave behind in the gateway
// and the services: the whole platform in this one process, so that its handles and heap can be read.
import { randomUUID } from 'node:crypto';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createClient } from '@ballast/client';
import { InventoryServiceService } from '@ballast/contracts';
import { startEmbeddedPostgres } from '@ballast/persistence/embedded';
import type { RunningProgram, Start } from '@ballast/program';
import { rm } from 'node:fs/promises';
import { createDataDirectory } from './running-platform.ts';
import type { Benchmark } from './table.ts';

const total = 10_000;
const warmUp = 1_000;
const atOnce = 50;

export const leaks: Benchmark = {
  name: 'leaks',
  title: 'what abandoned event streams and cancelled calls leave behind',
  async run(progress) {
    const directory = await createDataDirectory();
    const database = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
    const started: RunningProgram[] = [];
    try {
      const environment = {
        ...{ PORT: '0', LOG_LEVEL: 'error', BALLAST_DATABASE_URL: database.url },
      };
      const inventory = await startApp('inventory', environment);
      const target = `static:///${inventory.address}`;
      const orders = await startApp('orders', { ...environment, INVENTORY_TARGET: target });
      const gateway = await startApp('gateway', {
        ...{ ...environment, INVENTORY_TARGET: target },
        ORDERS_TARGET: `static:///${orders.address}`,
      });
      started.push(gateway, orders, inventory);
      using client = createClient(InventoryServiceService, { target });
      const url = `http://${gateway.address}/v1/products/events`;
      return [
        {
          title: 'What is left',
          method: `Gateway, orders and inventory in one process. After ${warmUp} to warm up, the state is read, then again after ${total} more, ${atOnce} at once; each time 2 s later and after a garbage collection. Abandoned: a server-sent event stream that is opened, answered and destroyed. Cancelled: a unary call aborted at a random moment within 2 ms.`,
          columns: ['', 'handles before', 'after', 'heap before (MiB)', 'after', 'growth'],
          rows: [
            await measure(`${total} abandoned event streams`, () => abandonStream(url), progress),
            await measure(
              `${total} cancelled calls`,
              async () => {
                const leaving = new AbortController();
                const { signal } = leaving;
                setTimeout(() => leaving.abort(), Math.random() * 2);
                await client
                  .getStock({ sku: `x-${randomUUID()}` }, { signal })
                  .catch(() => undefined);
              },
              progress,
            ),
          ],
        },
      ];
    } finally {
      for (const program of started) await program.drain();
      await database.stop();
      await rm(directory, { recursive: true, force: true });
    }
  },
};

/** By a computed path: no tool depends on an app. */
async function startApp(app: string, environment: NodeJS.ProcessEnv): Promise<RunningProgram> {
  const path = join(import.meta.dirname, '../../../apps', app, 'src/main.ts');
  const { start } = (await import(path)) as { start: Start };
  return await start(environment, new AbortController().signal);
}

function abandonStream(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent: false }, (response) => {
      response.on('error', () => undefined);
      response.once('close', resolve);
      response.once('data', () => sent.destroy());
    });
    sent.on('error', (error) => (sent.destroyed ? resolve() : reject(error)));
  });
}

async function measure(
  name: string,
  once: () => Promise<void>,
  progress: (line: string) => void,
): Promise<(string | number)[]> {
  await repeat(warmUp, once);
  const before = await readState();
  await repeat(total, once);
  const after = await readState();
  const growth = after.heapMiB / before.heapMiB - 1;
  progress(`${name}: handles ${before.handles} → ${after.handles}`);
  return [
    ...[name, before.handles, after.handles],
    ...[before.heapMiB.toFixed(1), after.heapMiB.toFixed(1), `${(growth * 100).toFixed(1)} %`],
  ];
}

async function repeat(count: number, once: () => Promise<void>): Promise<void> {
  let left = count;
  const work = async () => {
    while (left-- > 0) await once();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function readState() {
  await pause(2_000);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  await pause(100);
  collect();
  const handles = process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout').length;
  return { handles, heapMiB: process.memoryUsage().heapUsed / 2 ** 20 };
}
