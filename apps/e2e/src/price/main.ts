// `node apps/e2e/src/price/main.ts --kind=call|request none=<namespace> sidecar=<namespace> …`: what a call,
// or a request of the shop, costs in each of some namespaces that have been brought up by
// `npm run cluster:up -- --mesh=…`. All at once, so that all have the same machine and the same moment.
// Appends to dist/e2e/mesh-price.jsonl; `node apps/e2e/src/cluster/mesh/write-results.ts` makes tables of it.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ClusterError, connectKubectl } from '@ballast/tool-cluster';
import { meshModes, type MeshMode } from '../cluster/mesh/mesh-mode.ts';
import { readUsage } from './container-usage.ts';
import { buildPriceImage, startPricePod, type PricePod } from './price-pod.ts';
import { priceOf } from './price-of.ts';

const root = join(import.meta.dirname, '../../../..');
const kinds = ['call', 'request'] as const;

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
  const { kind, ratePerSecond, seconds, namespaces } = parse();
  await using pods = new AsyncDisposableStack();
  const image = await buildPriceImage(root, await connectKubectl(namespaces[0]?.namespace ?? ''));
  const places: { mesh: MeshMode; pod: PricePod }[] = await Promise.all(
    namespaces.map(async ({ mesh, namespace }) => {
      const kubectl = await connectKubectl(namespace);
      return { mesh, pod: pods.use(await startPricePod({ root, kubectl, mesh, image })) };
    }),
  );
  const beginMs = performance.now();
  const running = Promise.all(
    places.map(({ pod }) => pod.run({ kind, rate: ratePerSecond, seconds })),
  );
  const look = async (atMs: number) => {
    await delay(Math.max(0, beginMs + atMs - performance.now()));
    return Promise.all(places.map(({ pod }) => readUsage(pod.kubectl, pod.kubectl.namespace)));
  };
  const before = await look(firstLookMs);
  const after = await look(seconds * 1000 - 500);
  const reports = await running;
  mkdirSync(join(root, 'dist/e2e'), { recursive: true });
  for (const [index, { mesh }] of places.entries()) {
    const usage = { before: before[index] ?? [], after: after[index] ?? [] };
    const price = { ...reports[index], ...priceOf(kind, usage, ratePerSecond) };
    const row = { mesh, kind, ratePerSecond, ...price };
    appendFileSync(join(root, 'dist/e2e/mesh-price.jsonl'), `${JSON.stringify(row)}\n`);
    console.log(JSON.stringify(row));
  }
}

function parse() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kind: { type: 'string', default: 'call' },
      rate: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '70' },
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
  const namespaces = positionals.map((text) => {
    const [name, namespace = ''] = text.split('=');
    const mesh = meshModes.find((one) => one === name);
    if (mesh !== undefined && namespace !== '') return { mesh, namespace };
    throw usageError(`arguments must be <mesh>=<namespace>, such as none=ballast, got "${text}"`);
  });
  if (namespaces.length === 0) throw usageError('one argument must be such as none=ballast');
  return { kind, ratePerSecond, seconds, namespaces };
}

function usageError(message: string): ClusterError {
  return new ClusterError(message, { exitCode: 64 });
}
