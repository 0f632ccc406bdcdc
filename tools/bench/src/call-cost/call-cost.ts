import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Benchmark, Table } from '../table.ts';
import { formatSpread } from '../statistics.ts';
import { createBareCaller, createOurCaller, createServingCaller, type Caller } from './callers.ts';

const ROUNDS = 11;
const CALLS = 4_000;
const IN_FLIGHT = 16;

export const callCost: Benchmark = {
  name: 'call-cost',
  title: 'processor time of a unary call, client and server, beside grpc-js as it comes',
  run: async (progress) => [await measureClients(progress), await measureServers(progress)],
};

async function measureClients(progress: (line: string) => void): Promise<Table> {
  using server = await startServer('bare');
  const callers = [createBareCaller, createOurCaller, createServingCaller].map((create) =>
    create(server.address),
  );
  const rows = await compare(
    callers.map((caller) => ({
      name: caller.name,
      measure: async () => {
        const before = process.cpuUsage();
        await callMany(caller);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / CALLS;
      },
    })),
    progress,
  );
  for (const caller of callers) caller[Symbol.dispose]();
  return {
    title: 'The client',
    method: `Processor time of the calling process for one unary call; ${describe()} The server is grpc-js as it comes, in another process. Ours: discovery, policy, \`ballast\` balancing, breaker, bulkhead, retry budget, deadline; nothing fails.`,
    columns: ['client', 'µs a call, median (range)', '÷ grpc-js, median of rounds (range)'],
    rows,
  };
}

async function measureServers(progress: (line: string) => void): Promise<Table> {
  const kinds = ['bare', 'ours'] as const;
  const servers = await Promise.all(kinds.map(startServer));
  const names = { bare: 'grpc-js Server', ours: 'startServer' };
  const callers = servers.map(({ address }) => createBareCaller(address));
  const rows = await compare(
    kinds.map((kind, index) => ({
      name: names[kind],
      measure: async () => {
        const server = servers[index]!;
        const before = await server.cpuMicros();
        await callMany(callers[index]!);
        return ((await server.cpuMicros()) - before) / CALLS;
      },
    })),
    progress,
  );
  for (const one of [...callers, ...servers]) one[Symbol.dispose]();
  return {
    title: 'The server',
    method: `Processor time of the serving process for one unary call; ${describe()} The client is grpc-js as it comes, in another process. Ours: validation, deadline scope, admission, load report; nothing is refused.`,
    columns: ['server', 'µs a call, median (range)', '÷ grpc-js, median of rounds (range)'],
    rows,
  };
}

const describe = () =>
  `${ROUNDS} rounds of ${CALLS} calls each, interleaved in changing order, ${IN_FLIGHT} in flight.`;

interface Contender {
  readonly name: string;
  measure(): Promise<number>;
}

/** The first one is what the others are compared with, round by round: machines drift. */
async function compare(
  contenders: readonly Contender[],
  progress: (line: string) => void,
): Promise<Table['rows']> {
  for (const { measure } of contenders) await measure();
  const micros = contenders.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const index = (turn + round) % contenders.length;
      micros[index]!.push(await contenders[index]!.measure());
    }
    progress(
      `round ${round + 1} of ${ROUNDS}: ${contenders
        .map(({ name }, index) => `${name} ${micros[index]!.at(-1)!.toFixed(1)} µs`)
        .join(', ')}`,
    );
  }
  const [first = []] = micros;
  return contenders.map(({ name }, index) => [
    name,
    formatSpread(micros[index]!),
    index === 0
      ? 1
      : formatSpread(
          micros[index]!.map((each, round) => each / first[round]!),
          2,
        ),
  ]);
}

async function callMany({ call }: Caller): Promise<void> {
  let left = CALLS;
  const work = async (): Promise<void> => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
}

interface ServerProcess extends Disposable {
  readonly address: string;
  cpuMicros(): Promise<number>;
}

async function startServer(kind: 'bare' | 'ours'): Promise<ServerProcess> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'server.ts'), [kind]);
  const hear = async () => ((await once(child, 'message')) as [unknown])[0];
  return {
    address: String(await hear()),
    async cpuMicros() {
      const answer = hear();
      child.send('cpu');
      return Number(await answer);
    },
    [Symbol.dispose]: () => child.disconnect(),
  };
}
