// `node tools/cluster/src/live/measure-live.ts [rounds]`: docs/results/live.md, of changes of an app and of
// a library while `npm run cluster:live` or `skaffold dev` runs. A change is live when every pod of every
// program that it is in has been started anew and serves.
import { spawn } from 'node:child_process';
import { EventEmitter, on } from 'node:events';
import { writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { followPods, type LivePod } from './follow-pods.ts';

const root = join(import.meta.dirname, '../../../..');
const rounds = Number(process.argv[2] ?? '5');
const kubectl = ['kubectl', '--namespace', process.env['BALLAST_NAMESPACE'] || 'ballast'];

const changes = [
  { what: 'one app: orders', file: 'apps/orders/src/config.ts', apps: ['orders'] },
  {
    what: 'a library of all: server',
    file: 'libs/server/src/index.ts',
    apps: ['orders', 'inventory', 'notifications', 'gateway'],
  },
] as const;

/** `{ pod, line }` of each line that a pod writes. */
const logs = new EventEmitter().setMaxListeners(0);

function followLog({ name }: LivePod): Disposable {
  const [program = '', ...first] = kubectl;
  const child = spawn(program, [...first, 'logs', '--follow', '--tail=0', name], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => logs.emit('line', { pod: name, line }));
  return { [Symbol.dispose]: () => void child.kill() };
}

/** Milliseconds until all of these pods have said the words, and have said that they serve after that. */
async function untilServing(pods: readonly LivePod[], words: string): Promise<number> {
  const beginMs = performance.now();
  const renewed = new Set<string>();
  const serving = new Set<string>();
  const signal = AbortSignal.timeout(60_000);
  for await (const [said] of on(logs, 'line', { signal })) {
    const { pod, line } = said as { pod: string; line: string };
    if (line.includes(words)) renewed.add(pod);
    if (renewed.has(pod) && line.includes('"serving"')) serving.add(pod);
    if (pods.every(({ name }) => serving.has(name))) break;
  }
  return performance.now() - beginMs;
}

const pods: LivePod[] = [];
await using resources = new AsyncDisposableStack();
resources.use(
  await followPods(kubectl, (pod, isRunning) => {
    if (isRunning && !pods.some(({ name }) => name === pod.name)) pods.push(pod);
  }),
);
for (const pod of pods) resources.use(followLog(pod));

const rows: string[] = [];
for (const { what, file, apps } of changes) {
  const concerned = pods.filter(({ app }) => (apps as readonly string[]).includes(app));
  const path = join(root, file);
  const original = await readFile(path, 'utf8');
  const tookMs: number[] = [];
  const mend = () => writeFileSync(path, original);
  const leave = () => {
    mend();
    process.exit(1);
  };
  process.once('SIGINT', leave).once('SIGTERM', leave);
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const words = `live-${process.pid}-${round}`;
      const serving = untilServing(concerned, words);
      await writeFile(path, `${original}\nconsole.log('${words}');\n`);
      tookMs.push(await serving);
      console.log(`${what}: ${Math.round(tookMs.at(-1) ?? 0)} ms`);
    }
  } finally {
    mend();
    process.off('SIGINT', leave).off('SIGTERM', leave);
  }
  // The first opens the ways into the pods.
  const [first = 0, ...others] = tookMs;
  const sorted = others.toSorted((a, b) => a - b);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const cells = [what, String(concerned.length), seconds(first), seconds(median)];
  rows.push(`| ${[...cells, seconds(sorted.at(-1) ?? 0)].join(' | ')} |`);
}

const page = `# A change in running pods

By \`npm run cluster:live\` (or \`skaffold dev\`) and \`node tools/cluster/src/live/measure-live.ts ${rounds}\`;
${new Date().toISOString().slice(0, 10)}, Kubernetes on one machine with ${availableParallelism()} cores, which also bundle. From the moment
a file is saved until every pod of every program that it is in serves anew. How it is done:
[ADR 011](../adr/011-live-bundles.md).

| what changes | pods | the first | median of ${rounds} | worst |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
await writeFile(join(root, 'docs/results/live.md'), page);
