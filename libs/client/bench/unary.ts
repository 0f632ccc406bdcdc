/**
 * What a unary call costs the calling process, against grpc-js's own client on the same channel. The
 * server is another process. Rounds of the two alternate, because machines drift by more than the
 * difference; what is printed is the median of the ratios of neighbours.
 *
 *   node libs/client/bench/unary.ts [rounds] [calls per round]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startTestServer, testServiceDefinition } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { createChannel, createClient } from '../src/index.ts';

const CONCURRENCY = 16;
const identity = (bytes: Buffer): Buffer => bytes;
const payload = Buffer.from(JSON.stringify({ text: 'x'.repeat(1000), count: 1 }));
// Bytes as they are, so that it is the call that is measured and not a serializer.
const method = {
  ...testServiceDefinition.unary,
  requestSerialize: identity,
  responseDeserialize: identity,
};

interface Measurement {
  readonly cpuMicrosPerCall: number;
  readonly callsPerSecond: number;
}

async function measure(call: () => Promise<unknown>, calls: number): Promise<Measurement> {
  let left = calls;
  const startedAtMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const worker = async (): Promise<void> => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { cpuMicrosPerCall: (user + system) / calls, callsPerSecond: calls / seconds };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

async function compare(rounds: number, callsPerRound: number): Promise<void> {
  const server = fork(process.argv[1]!, ['serve']);
  const [port] = (await once(server, 'message')) as [number];
  const target = `static:///127.0.0.1:${port}`;
  const channel = createChannel({ target });
  using ours = createClient({ unary: method }, { channel });
  const theirs = new grpc.Client(target, grpc.credentials.createInsecure(), {
    channelOverride: channel as grpc.Channel,
  });
  const callOurs = () => ours.unary(payload);
  const callTheirs = () =>
    new Promise((resolve, reject) => {
      const options = { deadline: Date.now() + 10_000 };
      theirs.makeUnaryRequest(method.path, identity, identity, payload, options, (error, answer) =>
        error === null ? resolve(answer) : reject(error),
      );
    });

  for (const call of [callOurs, callTheirs]) await measure(call, callsPerRound);
  const pairs: { ours: Measurement; theirs: Measurement }[] = [];
  for (let round = 0; round < rounds; round++) {
    const oursFirst = round % 2 === 0;
    const first = await measure(oursFirst ? callOurs : callTheirs, callsPerRound);
    const second = await measure(oursFirst ? callTheirs : callOurs, callsPerRound);
    pairs.push(oursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first });
  }
  channel.close();
  server.kill();

  const row = (who: 'ours' | 'theirs') => ({
    'CPU µs per call': Number(median(pairs.map((pair) => pair[who].cpuMicrosPerCall)).toFixed(1)),
    'calls per second': Math.round(median(pairs.map((pair) => pair[who].callsPerSecond))),
  });
  console.table({ '@ballast/client': row('ours'), 'grpc-js makeUnaryRequest': row('theirs') });
  const ratio = median(
    pairs.map((pair) => pair.ours.cpuMicrosPerCall / pair.theirs.cpuMicrosPerCall),
  );
  console.log(`CPU per call, ratio, median of ${rounds} rounds: ${ratio.toFixed(3)}`);
}

if (process.argv[2] === 'serve') {
  const { port } = await startTestServer();
  process.send?.(port);
  process.once('disconnect', () => process.exit());
} else {
  await compare(Number(process.argv[2] ?? 11), Number(process.argv[3] ?? 3000));
}
