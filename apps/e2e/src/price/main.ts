// `node apps/e2e/src/price/main.ts --kind=call|request none=<namespace> sidecar=<namespace> …`: what a call,
// or a request of the shop, costs in each of some namespaces that have been brought up by
// `npm run cluster:up -- --mesh=…`. One after the other, round by round, so that each has the whole machine and
// all of them its good and its bad moments.
// Appends to dist/e2e/mesh-price.jsonl; `node apps/e2e/src/cluster/mesh/write-results.ts` makes tables of it.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ClusterError, connectKubectl } from '@ballast/tool-cluster';
import type { PriceReport } from '../cluster/agent/price-load.ts';
import { meshModes, type MeshMode } from '../cluster/mesh/mesh-mode.ts';
import type { PriceRow } from '../cluster/mesh/price-table.ts';
import { readUsage } from './container-usage.ts';
import { priceOf, type Price } from './price-of.ts';
import { buildPriceImage, startPricePod, type PricePod } from './price-pod.ts';

const root = join(import.meta.dirname, '../../../..');
const kinds = ['call', 'request'] as const;

interface Place {
  readonly mesh: MeshMode;
  readonly pod: PricePod;
  readonly rounds: (PriceReport & Price)[];
}

interface Load {
  readonly kind: (typeof kinds)[number];
  readonly ratePerSecond: number;
  readonly seconds: number;
}

/** A kubelet looks at a container every 10 to 15 s: the first look that is all load is one later. */
const firstLookMs = 28_000;

try {
  await main();
} catch (error) {
  if (!(error instanceof ClusterError)) throw error;
  console.error(`price: ${error.message}`);
  process.exitCode = error.exitCode;
}

async function main(): Promise<void> {
  const { kind, ratePerSecond, seconds, rounds, namespaces } = parse();
  await using pods = new AsyncDisposableStack();
  const image = await buildPriceImage(root, await connectKubectl(namespaces[0]?.namespace ?? ''));
  const places: Place[] = [];
  for (const { mesh, namespace } of namespaces) {
    const kubectl = await connectKubectl(namespace);
    const pod = pods.use(await startPricePod({ root, kubectl, mesh, image }));
    places.push({ mesh, pod, rounds: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { mesh, pod, rounds: done } of turned(places, round)) {
      const measured = await measure(pod, { kind, ratePerSecond, seconds });
      done.push(measured);
      console.error(`price: round ${round + 1} of ${rounds}, ${mesh}: ${JSON.stringify(measured)}`);
    }
  }
  mkdirSync(join(root, 'dist/e2e'), { recursive: true });
  for (const { mesh, rounds } of places) {
    const row: PriceRow = { mesh, kind, ratePerSecond, rounds };
    appendFileSync(join(root, 'dist/e2e/mesh-price.jsonl'), `${JSON.stringify(row)}\n`);
  }
}

/** Another one is first in each round. */
function turned<T>(places: readonly T[], round: number): readonly T[] {
  const first = round % places.length;
  return [...places.slice(first), ...places.slice(0, first)];
}

async function measure(
  pod: PricePod,
  { kind, ratePerSecond, seconds }: Load,
): Promise<PriceReport & Price> {
  const beginMs = performance.now();
  const running = pod.run({ kind, rate: ratePerSecond, seconds });
  const look = async (atMs: number) => {
    await delay(Math.max(0, beginMs + atMs - performance.now()));
    return readUsage(pod.kubectl, pod.kubectl.namespace);
  };
  const looks = (async () => ({
    before: await look(firstLookMs),
    after: await look(seconds * 1000 - 500),
  }))();
  const [report, usage] = await Promise.all([running, looks]);
  return { ...report, ...priceOf(kind, usage, ratePerSecond) };
}

function parse() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kind: { type: 'string', default: 'call' },
      rate: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '70' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const kind = kinds.find((one) => one === values.kind);
  if (kind === undefined) throw usageError(`--kind must be call or request, got "${values.kind}"`);
  const ratePerSecond = Number(values.rate);
  if (!(ratePerSecond >= 1 && ratePerSecond <= 1000)) {
    throw usageError(`--rate must be within 1..1000, got "${values.rate}"`);
  }
  const seconds = Number(values.seconds);
  if (!(seconds >= 50 && seconds <= 600)) {
    throw usageError(`--seconds must be within 50..600, got "${values.seconds}"`);
  }
  const rounds = Number(values.rounds);
  if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= 20)) {
    throw usageError(`--rounds must be a whole number within 1..20, got "${values.rounds}"`);
  }
  const namespaces = positionals.map((text) => {
    const [name, namespace = ''] = text.split('=');
    const mesh = meshModes.find((one) => one === name);
    if (mesh !== undefined && namespace !== '') return { mesh, namespace };
    throw usageError(`arguments must be <mesh>=<namespace>, such as none=ballast, got "${text}"`);
  });
  if (namespaces.length === 0) throw usageError('one argument must be such as none=ballast');
  return { kind, ratePerSecond, seconds, rounds, namespaces };
}

function usageError(message: string): ClusterError {
  return new ClusterError(message, { exitCode: 64 });
}
