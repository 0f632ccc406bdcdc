import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startCaller, type Caller } from '../../src/cluster/callers.ts';
import { untilReady } from '../../src/cluster/cluster.ts';
import { followReadiness, type Readiness } from '../../src/cluster/follow-readiness.ts';
import {
  findFirstCallMs,
  findShares,
  measureTraffic,
  type TrafficSample,
} from '../../src/cluster/traffic-meter.ts';
import type { Case, Scenario } from '../../src/scenario.ts';
import { clusterOf } from './the-cluster.ts';

const [few, many] = [2, 5];
const callsPerSecond = 25;
/** How long each size is looked at. */
const settleMs = 12_000;

export const targetsCompared: Scenario = {
  name: 'targets compared',
  needs: ['own discovery'],
  cases: [
    { ...compare(1), isShort: true },
    { ...compare(4), isLong: true },
  ],
};

/** All at once, so that all see the same. */
function compare(rounds: number): Case {
  return {
    name: `kubernetes:, dns-poll:, env: and a ClusterIP, ${rounds} × ${few} → ${many} → ${few}: kubernetes: finds every new pod, and sooner than DNS`,
    async run(world) {
      const cluster = clusterOf(world);
      const address = (await cluster.service('inventory')).spec;
      const port = address.ports[0]?.port;
      const targets = {
        'kubernetes:': `kubernetes:///inventory.${cluster.namespace}:grpc`,
        'dns-poll: (headless)': `dns-poll:///inventory-headless:${port}`,
        'env:': 'env:///inventory',
        'static: (ClusterIP)': `static:///${address.clusterIP}:${port}`,
      };
      await cluster.scale('inventory', few);
      await untilReady(cluster, 'inventory', few);
      await using resources = new AsyncDisposableStack();
      const callers = await Promise.all(
        Object.entries(targets).map(async ([kind, target], index) => ({
          kind,
          caller: resources.use(
            await startCaller(cluster, { name: `e2e-caller-${index}`, target, callsPerSecond }),
          ),
        })),
      );
      const seen = new Map(callers.map(({ kind }) => [kind, new Sightings()]));
      for (let round = 0; round < rounds; round += 1) {
        const old = new Set((await cluster.pods('inventory')).map(({ metadata }) => metadata.name));
        await using readiness = await followReadiness(cluster, 'inventory');
        await using traffic = measureTraffic(cluster, 'inventory');
        await cluster.scale('inventory', many);
        await untilReady(cluster, 'inventory', many);
        await delay(settleMs);
        const samples = [...traffic.samples];
        for (const { kind, caller } of callers) {
          seen.get(kind)?.add(samples, readiness, old, caller);
        }
        await cluster.scale('inventory', few);
        await untilReady(cluster, 'inventory', few);
      }
      await cluster.roll('inventory');
      await delay(settleMs);
      for (const { kind, caller } of callers) await record(kind, caller);

      const [kubernetes, dns] = [seen.get('kubernetes:'), seen.get('dns-poll: (headless)')];
      const [watchedMs, polledMs] = [kubernetes, dns].map((one) => one?.quantileMs(0.5) ?? NaN);
      assert.ok(
        kubernetes?.quantileMs(1) !== Infinity && watchedMs! < polledMs!,
        `kubernetes: ${kubernetes}; dns-poll: ${dns}`,
      );
      const counts = await callers[0]?.caller.read();
      assert.deepEqual(counts?.failures, {});

      async function record(kind: string, caller: Caller): Promise<void> {
        const { calls, failures } = await caller.read();
        const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
        const sightings = seen.get(kind) ?? new Sightings();
        const row = [
          ...[kind, String(calls), String(failed)],
          ...[format(sightings.quantileMs(0.5)), format(sightings.quantileMs(0.99))],
          sightings.leastShare.toFixed(2),
        ];
        world.record('targets', row);
        world.note(row.join('  '));
      }
    },
  };
}

const format = (ms: number) => (ms === Infinity ? 'never' : `${Math.round(ms)} ms`);

/** How new pods were found by one caller. */
class Sightings {
  leastShare = Infinity;
  private readonly tookMs: number[] = [];

  add(
    samples: readonly TrafficSample[],
    readiness: Readiness,
    old: ReadonlySet<string>,
    { ip }: Caller,
  ): void {
    const callers = new Set([ip]);
    const added = [...readiness.readyAtMs].filter(([name]) => !old.has(name));
    for (const [name, { atMs }] of added) {
      this.tookMs.push((findFirstCallMs(samples, name, callers) ?? Infinity) - atMs);
    }
    const toMs = samples.at(-1)?.atMs ?? 0;
    const shares = findShares(samples, callers, { fromMs: toMs - settleMs / 2, toMs });
    const least = Math.min(...shares.values()) * shares.size;
    this.leastShare = Math.min(this.leastShare, least);
  }

  quantileMs(part: number): number {
    const sorted = this.tookMs.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Infinity;
  }

  toString(): string {
    return `new pods were called after ${this.tookMs.map(Math.round).join(', ')} ms`;
  }
}
