/**
 * What hedging does to the tail, with ten plain grpc-js servers in another process and round_robin:
 * - one host of ten is slow, always: a tenth of the calls, more than a 95th percentile can tell;
 * - every host is slow now and then: 2 % of the calls.
 *
 *   node libs/retrying/bench/hedging.ts [calls per row]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as grpc from '@grpc/grpc-js';
import {
  createSteering,
  createSteeringInterceptor,
  createSteeringOption,
  registerSteering,
} from '../src/index.ts';
import type { SteeringOptions } from '../src/index.ts';

const HOSTS = 10;
const CALLS_PER_SECOND = 150;
const SLOW_MS = 200;
const FAST_MS = 10;
const path = '/example.Slow/Wait';
const asIs = (bytes: Buffer) => bytes;
const method = {
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
} as const;

type Fault = 'one host' | 'now and then';

function isSlow(fault: string, host: number): boolean {
  return fault === 'one host' ? host === 0 : Math.random() < 0.02;
}

async function serve(): Promise<void> {
  let attempts = 0;
  const ports = await Promise.all(
    Array.from({ length: HOSTS }, async (_, host) => {
      const server = new grpc.Server();
      const wait: grpc.handleUnaryCall<Buffer, Buffer> = (call, answer) => {
        attempts += 1;
        const slow = isSlow(String(call.request), host);
        setTimeout(() => answer(null, call.request), slow ? SLOW_MS : FAST_MS);
      };
      server.addService({ wait: method }, { wait });
      return await new Promise<number>((resolve, reject) =>
        server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) =>
          error === null ? resolve(port) : reject(error),
        ),
      );
    }),
  );
  process.on('message', () => {
    process.send!({ attempts });
    attempts = 0;
  });
  process.once('disconnect', () => process.exit());
  process.send!({ ports });
}

interface Row {
  readonly p50: number;
  readonly p99: number;
  readonly 'p99.9': number;
  readonly 'attempts per call': number;
}

async function run(
  ports: readonly number[],
  fault: Fault,
  options: SteeringOptions,
  calls: number,
  countAttempts: () => Promise<number>,
): Promise<Row> {
  registerSteering();
  const steering = createSteering({ idempotentMethods: [path], ...options });
  const target = `ipv4:${ports.map((port) => `127.0.0.1:${port}`).join(',')}`;
  const client = new grpc.Client(target, grpc.credentials.createInsecure(), {
    'grpc.service_config': '{"loadBalancingConfig":[{"round_robin":{}}]}',
    'grpc.use_local_subchannel_pool': 1,
    interceptors: [createSteeringInterceptor(steering)],
    ...createSteeringOption(steering),
  });
  const call = () =>
    new Promise<number>((resolve, reject) => {
      const startedMs = performance.now();
      client.makeUnaryRequest(path, asIs, asIs, Buffer.from(fault), (error) =>
        error === null ? resolve(performance.now() - startedMs) : reject(error),
      );
    });
  // At a steady rate: callers do not wait for each other, so a slow answer delays no other call.
  const callTimes = async (count: number) => {
    const pending: Promise<number>[] = [];
    const startedMs = performance.now();
    while (pending.length < count) {
      const due = ((performance.now() - startedMs) / 1000) * CALLS_PER_SECOND;
      while (pending.length < Math.min(due, count)) pending.push(call());
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return (await Promise.all(pending)).toSorted((a, b) => a - b);
  };
  await callTimes(calls / 5);
  await countAttempts();
  const took = await callTimes(calls);
  const attempts = await countAttempts();
  client.close();
  const at = (share: number) => Number(took[Math.floor(share * took.length)]!.toFixed(1));
  const perCall = Number((attempts / calls).toFixed(3));
  return { p50: at(0.5), p99: at(0.99), 'p99.9': at(0.999), 'attempts per call': perCall };
}

async function compare(calls: number): Promise<void> {
  const server = fork(process.argv[1]!, ['serve']);
  const [{ ports }] = (await once(server, 'message')) as [{ ports: number[] }];
  const countAttempts = async () => {
    server.send('count');
    const [{ attempts }] = (await once(server, 'message')) as [{ attempts: number }];
    return attempts;
  };
  const hedging = { name: [{}], hedging: {} };
  const lower = { name: [{}], hedging: { percentile: 0.8 } };
  const settings: Record<string, SteeringOptions> = {
    'no hedging': {},
    'hedging, defaults (p95, budget 10 %)': { methods: [hedging] },
    'hedging at p80, budget 25 %, 60 cancels/s': {
      methods: [lower],
      retryBudget: { ratio: 0.25 },
      hedgeCancels: { burst: 500, perSecond: 60 },
    },
  };
  for (const fault of ['one host', 'now and then'] as const) {
    const table: Record<string, Row> = {};
    for (const [name, options] of Object.entries(settings)) {
      table[name] = await run(ports, fault, options, calls, countAttempts);
    }
    console.log(
      fault === 'one host' ? 'one host of ten is slow' : 'every host is slow now and then',
    );
    console.table(table);
  }
  server.kill();
}

if (process.argv[2] === 'serve') await serve();
else await compare(Number(process.argv[2] ?? 1500));
