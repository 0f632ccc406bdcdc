import { formatSpread } from '../statistics.ts';
import type { Benchmark, Table } from '../table.ts';
import { startPairs } from './pairs.ts';
import type { Way } from './ways.ts';

const ROUNDS = 9;
const CALLS = 2_500;
/** Contenders take turns after so many calls: what else the machine does then meets them alike. */
const SLICE = 250;
/** Rounds with the same processes: no two processes of the same program are equally fast. */
const ROUNDS_OF_PROCESSES = 3;

const contenders = [
  { name: 'grpc-js, not traced', way: 'bare', sampling: 'unsampled' },
  {
    name: 'the same, with a `traceparent` that nobody reads',
    way: 'bare, a header',
    sampling: 'unsampled',
  },
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
  const micros = contenders.map((): number[] => []);
  for (let first = 0; first < rounds; first += ROUNDS_OF_PROCESSES) {
    await using pairs = await startPairs(contenders);
    await pairs.measureRound({ calls: CALLS, slice: SLICE, turn: 0 });
    for (let round = first; round < Math.min(rounds, first + ROUNDS_OF_PROCESSES); round += 1) {
      const measured = await pairs.measureRound({ calls: CALLS, slice: SLICE, turn: round });
      for (const [index, each] of measured.entries()) micros[index]!.push(each);
      progress(`round ${round + 1}: ${measured.map((each) => each.toFixed(0)).join(' ')} µs`);
    }
  }
  const [bare = []] = micros;
  return {
    title: 'A unary call, client and server in one process',
    method: `Processor time of a process that is both, for one call; ${rounds} rounds of ${CALLS} calls, 16 in flight; contenders take turns each ${SLICE} calls, in changing order, and are new processes each ${ROUNDS_OF_PROCESSES} rounds. Spans go to the same batches, whose exporter throws them away; they are the SDK's own for the interceptors and for instrumentation-grpc, and those of @ballast/telemetry for the rest. The second row is what propagation costs by itself: a header of another text with each call cannot be compressed, and no tracer can do without. The direct form writes three spans (call, attempt, server) and 15 measurements around calls of grpc-js as it comes: its ratio is the price of tracing. instrumentation-grpc writes two spans and no metric. The last three rows are the assembled client and server with all that they do besides (balancing, breaker, budget, validation, admission), so that their ratio is that of the whole.`,
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
