import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { untilReady, type Cluster } from '../../src/cluster/cluster.ts';
import { followReadiness } from '../../src/cluster/follow-readiness.ts';
import {
  findFirstCallMs,
  findShares,
  measureTraffic,
  type TrafficSample,
} from '../../src/cluster/traffic-meter.ts';
import { describeSteadyLoad, startSteadyLoad } from '../../src/load/start-steady-load.ts';
import type { Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import { clusterOf, ratePerSecond } from './the-cluster.ts';

const [few, many] = [2, 5];
/** From the end of its slow start on a new pod has its share … */
const settledMs = 10_000;
/** … as seen over so long. */
const windowMs = 10_000;
const leastShare = 0.8;

export const scaling: Scenario = {
  name: 'scaling',
  needs: ['cluster'],
  cases: [
    {
      name: `inventory ${few} → ${many} → ${few} under load: 0 fail, new pods have their share of the calls`,
      async run(world) {
        const { shop, stockUp, newId, note, record } = world;
        const cluster = clusterOf(world);
        await cluster.scale('inventory', few);
        const old = await untilReady(cluster, 'inventory', few);
        const callers = await findCallers(cluster);
        const items = [{ sku: await stockUp(1_000_000), quantity: 1 }];
        await using readiness = await followReadiness(cluster, 'inventory');
        await using traffic = measureTraffic(cluster, 'inventory');
        await using load = startSteadyLoad({
          ...{ shop, items, customerId: newId('scaling'), ratePerSecond },
        });
        await load.untilSent(2 * ratePerSecond);
        await cluster.scale('inventory', many);
        const isOld = new Set(old.map(({ metadata }) => metadata.name));
        const added = await waitUntil('all new pods are ready', async () => {
          const ready = [...readiness.readyAtMs].filter(([name]) => !isOld.has(name));
          return ready.length === many - few ? ready : undefined;
        });
        await delay(settledMs + windowMs + 500);
        // Before any of them leaves, and its connections with it.
        const samples = [...traffic.samples];
        await cluster.scale('inventory', few);
        await untilReady(cluster, 'inventory', few);
        // Those that leave drain.
        await load.untilSent(load.report().requests + 12 * ratePerSecond);
        const report = await load.stop();
        note(`inventory ${few} → ${many} → ${few}: ${describeSteadyLoad(report)}`);

        const seen = added.map(([name, { atMs }]) => describe(samples, callers, name, atMs));
        for (const { name, tookMs, share } of seen) {
          record('scaling', [name, `${Math.round(tookMs)} ms`, share.toFixed(2)]);
          note(
            `${name}: first call ${Math.round(tookMs)} ms after Ready, share ${share.toFixed(2)}`,
          );
        }
        assert.deepEqual([...report.failures], []);
        assert.deepEqual(
          seen.filter(({ tookMs }) => tookMs === Infinity),
          [],
        );
        // Of some hundred calls each pod's share is chance by a tenth; that of all three is not.
        const mean = seen.reduce((sum, { share }) => sum + share, 0) / seen.length;
        assert.ok(mean >= leastShare, `new pods have ${mean.toFixed(2)} of a fair share`);
      },
    },
  ],
};

function describe(
  samples: readonly TrafficSample[],
  callers: ReadonlySet<string>,
  name: string,
  readyMs: number,
) {
  const tookMs = (findFirstCallMs(samples, name, callers) ?? Infinity) - readyMs;
  const fromMs = readyMs + settledMs;
  const shares = findShares(samples, callers, { fromMs, toMs: fromMs + windowMs });
  return { name, tookMs, share: (shares.get(name) ?? 0) * shares.size };
}

/** The addresses of those that call inventory. */
async function findCallers(cluster: Cluster): Promise<ReadonlySet<string>> {
  const pods = [...(await cluster.pods('gateway')), ...(await cluster.pods('orders'))];
  return new Set(pods.map(({ status }) => status.podIP ?? ''));
}
