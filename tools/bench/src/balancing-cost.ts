// What the policies cost the process that uses them, by number of endpoints.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CostFigures, CostOrder } from './balancing-cost/worker.ts';
import { formatSpread } from './statistics.ts';
import type { Benchmark, Table } from './table.ts';

interface CostPolicy {
  readonly name: string;
  readonly config: { readonly [name: string]: object };
  readonly isOurs: boolean;
}

const seconds = (value: number) => ({ seconds: value, nanos: 0 });
const ours = (name: string): CostPolicy => ({ name, config: { [name]: {} }, isOurs: true });
const peer = (name: string, json: object): CostPolicy => ({
  name: `grpc-js ${name}`,
  config: { [name]: json },
  isOurs: false,
});

const policies: readonly CostPolicy[] = [
  ours('ballast'),
  ours('least_request_experimental'),
  peer('round_robin', {}),
  peer('weighted_round_robin', {}),
  peer('outlier_detection', {
    interval: seconds(10),
    base_ejection_time: seconds(30),
    max_ejection_time: seconds(300),
    failure_percentage_ejection: {},
    child_policy: [{ round_robin: {} }],
  }),
];

const COUNTS = [10, 1_000, 10_000];
const MEASUREMENTS = ['calls', 'change', 'connect'] as const;
/** What takes longer than this, in milliseconds, is done once: it is no close race. */
const ONCE_MS = 5_000;
/** What takes longer is given up. */
const GIVE_UP_MS = 60_000;

const columns = [
  ['pickNs', 'pick (ns)', 0],
  ['callNs', 'pick + start + end (ns)', 0],
  ['changeMs', 'one change (ms)', 3],
  ['freshChangeMs', 'the same, all objects new (ms)', 3],
  ['connectMs', '0 → all ready (ms)', 0],
  ['connectBlockMs', 'longest block (ms)', 1],
  ['connectOwnMs', 'without GC (ms)', 1],
  ['heapBytes', 'heap per endpoint (B)', 0],
] as const;

export const balancingCost: Benchmark = {
  name: 'balancing-cost',
  title: 'what load-balancing policies cost, beside those of grpc-js',
  async run(progress, { rounds = 10 } = {}) {
    const tables: Table[] = [];
    for (const count of COUNTS) tables.push(await compare(count, rounds, progress));
    return tables;
  },
};

async function compare(
  count: number,
  rounds: number,
  progress: (line: string) => void,
): Promise<Table> {
  const workers = await Promise.all(policies.map((policy) => startWorker(policy, count)));
  try {
    for (let round = 1; round <= rounds; round += 1) {
      progress(`${count} endpoints, round ${round} of ${rounds}`);
      for (const measurement of MEASUREMENTS) {
        for (const worker of workers) await worker.measure(measurement);
      }
      // Below that it is the code that one would measure.
      if (count < 1_000) continue;
      for (const worker of workers) await worker.measureAfresh('heap');
    }
  } finally {
    for (const worker of workers) worker.stop();
  }
  return {
    title: `${count} endpoints`,
    method:
      'The balancer under a channel’s helper, without sockets; each policy in a process of its own, ' +
      `interleaved, ${rounds} rounds: median (range); × n: fewer times, as it takes more than ` +
      `${ONCE_MS / 1_000} s; given up after ${GIVE_UP_MS / 1_000} s. Pick: 20 000 of them, 500 calls ` +
      'in flight. A change replaces one endpoint of the list: the longest turn of the event loop. ' +
      '0 → all ready: with grpc-js’s own pool of subchannels, whose look-up is linear; connections ' +
      'become ready one in each turn. Without GC: the longest turn less its garbage collections, most ' +
      'of which move grpc-js’s subchannels. Heap: what the policy keeps, subchannels not counted, in a ' +
      'process that has done nothing else.',
    columns: ['policy', ...columns.map(([, title]) => title)],
    rows: workers.map(({ name, figures, gaveUp }) => [
      name,
      ...columns.map(([key, , digits]) => {
        const samples = figures.get(key);
        if (samples === undefined) return gaveUp ? 'given up' : '';
        const times = samples.length < rounds ? ` × ${samples.length}` : '';
        return formatSpread(samples, digits) + times;
      }),
    ]),
  };
}

async function startWorker(policy: CostPolicy, count: number) {
  const child = await forkWorker(policy, count);
  const figures = new Map<string, number[]>();
  const slow = new Set<string>();
  const keep = (answer: CostFigures) => {
    for (const [key, value] of Object.entries(answer)) {
      figures.set(key, [...(figures.get(key) ?? []), value]);
    }
  };
  const worker = {
    name: policy.name,
    figures,
    gaveUp: false,
    stop: () => (child.connected ? child.disconnect() : undefined),
    async measure(measurement: CostOrder['measurement']): Promise<void> {
      if (worker.gaveUp || slow.has(measurement)) return;
      const startMs = performance.now();
      const answer = await ask(child, measurement);
      if (answer === undefined) worker.gaveUp = true;
      else keep(answer);
      if (performance.now() - startMs > ONCE_MS) slow.add(measurement);
    },
    async measureAfresh(measurement: CostOrder['measurement']): Promise<void> {
      if (slow.has(measurement)) return;
      const fresh = await forkWorker(policy, count);
      const answer = await ask(fresh, measurement);
      if (answer === undefined) {
        slow.add(measurement);
        return;
      }
      keep(answer);
      fresh.disconnect();
    },
  };
  return worker;
}

async function forkWorker({ config, isOurs }: CostPolicy, count: number): Promise<ChildProcess> {
  const child = fork(
    join(import.meta.dirname, 'balancing-cost/worker.ts'),
    [JSON.stringify(config), String(count)],
    {
      execArgv: ['--expose-gc'],
      env: { ...process.env, BALLAST_BENCH_OURS: isOurs ? '1' : '0' },
    },
  );
  await once(child, 'message');
  return child;
}

/** Undefined where it takes too long; the process is ended then. */
async function ask(
  child: ChildProcess,
  measurement: CostOrder['measurement'],
): Promise<CostFigures | undefined> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), GIVE_UP_MS);
  try {
    const answered = once(child, 'message', { signal: late.signal });
    child.send({ measurement } satisfies CostOrder);
    return ((await answered) as [CostFigures])[0];
  } catch (error) {
    child.kill();
    if (late.signal.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
