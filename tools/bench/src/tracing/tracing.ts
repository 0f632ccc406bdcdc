import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { formatSpread } from '../statistics.ts';
import type { Benchmark, Table } from '../table.ts';
import type { Way } from './ways.ts';

const ROUNDS = 9;
const CALLS = 1_000;

const contenders = [
  { name: 'grpc-js, not traced', way: 'bare', sampling: 'unsampled' },
  {
    name: '`@ballast/tracing`, direct form, not sampled',
    way: 'direct form',
    sampling: 'unsampled',
  },
  { name: 'the same, sampled', way: 'direct form', sampling: 'sampled' },
  { name: 'its interceptors, not sampled', way: 'interceptors', sampling: 'unsampled' },
  { name: 'the same, sampled', way: 'interceptors', sampling: 'sampled' },
  { name: 'instrumentation-grpc, not sampled', way: 'instrumentation-grpc', sampling: 'unsampled' },
  { name: 'the same, sampled', way: 'instrumentation-grpc', sampling: 'sampled' },
  {
    name: '`createClient`, `startServer`, no SDK',
    way: 'assembled, no spans',
    sampling: 'unsampled',
  },
  { name: 'the same, not sampled', way: 'assembled', sampling: 'unsampled' },
  { name: 'the same, sampled', way: 'assembled', sampling: 'sampled' },
] as const satisfies readonly { name: string; way: Way; sampling: string }[];

export const tracing: Benchmark = {
  name: 'tracing',
  title:
    'processor time of a traced unary call, client and server together, beside the alternatives',
  run: async (progress, { rounds = ROUNDS } = {}) => [await measure(rounds, progress)],
};

async function measure(rounds: number, progress: (line: string) => void): Promise<Table> {
  const pairs = contenders.map(({ way, sampling }) =>
    fork(join(import.meta.dirname, 'pair.ts'), [way, sampling]),
  );
  await Promise.all(pairs.map((pair) => once(pair, 'message')));
  const micros = pairs.map((): number[] => []);
  for (const pair of pairs) await callMany(pair);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < pairs.length; turn += 1) {
      const index = (turn + round) % pairs.length;
      micros[index]!.push(await callMany(pairs[index]!));
    }
    progress(`round ${round + 1}: ${micros.map((each) => each.at(-1)!.toFixed(0)).join(' ')} µs`);
  }
  for (const pair of pairs) pair.disconnect();
  const [bare = []] = micros;
  return {
    title: 'A unary call, client and server in one process',
    method: `Processor time of a process that is both, for one call; ${rounds} rounds of ${CALLS} calls, interleaved in changing order, 16 in flight. The same SDK for all, its exporter throws the spans away. The direct form writes three spans (call, attempt, server) and 15 measurements around calls of grpc-js as it comes: its ratio is the price of tracing. instrumentation-grpc writes two spans and no metric. The last three rows are the assembled client and server with all that they do besides (balancing, breaker, budget, validation, admission), so that their ratio is that of the whole.`,
    columns: ['what', 'µs a call, median (range)', '÷ grpc-js, median of rounds (range)'],
    rows: contenders.map(({ name }, index) => [
      name,
      formatSpread(micros[index]!),
      index === 0
        ? 1
        : formatSpread(
            micros[index]!.map((each, round) => each / bare[round]!),
            2,
          ),
    ]),
  };
}

async function callMany(pair: ChildProcess): Promise<number> {
  const answer = once(pair, 'message') as Promise<[number]>;
  pair.send(CALLS);
  return (await answer)[0];
}
