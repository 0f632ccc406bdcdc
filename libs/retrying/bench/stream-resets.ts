/**
 * Whether a plain grpc-js server keeps a connection whose every call is hedged, for a minute: with
 * the allowance of `hedgeCancels`, and with as many cancels as the calls ask for.
 *
 *   node libs/retrying/bench/stream-resets.ts [seconds] [calls per second]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as grpc from '@grpc/grpc-js';
import {
  createSteering,
  createSteeringOption,
  registerSteering,
  type SteeringOptions,
} from '../src/index.ts';

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

async function serve(): Promise<void> {
  const peers = new Set<string>();
  const server = new grpc.Server();
  const wait: grpc.handleUnaryCall<Buffer, Buffer> = (call, answer) => {
    peers.add(call.getPeer());
    // The first attempt is slow, its hedge is not.
    const isHedge = call.metadata.get('grpc-previous-rpc-attempts').length > 0;
    setTimeout(() => answer(null, call.request), isHedge ? 1 : 60);
  };
  server.addService({ wait: method }, { wait });
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (_error, port) =>
    process.send!({ port }),
  );
  process.on('message', () => {
    process.send!({ connections: peers.size });
    peers.clear();
  });
  process.once('disconnect', () => process.exit());
}

async function run(port: number, options: SteeringOptions, seconds: number, perSecond: number) {
  registerSteering();
  const hedging = { percentile: 0.5, minDelayMs: 5, maxDelayMs: 5 };
  const steering = createSteering({
    methods: [{ name: [{}], idempotent: true, hedging }],
    retryBudget: { ratio: 1 },
    ...options,
  });
  const client = new grpc.Client(`ipv4:127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    ...createSteeringOption(steering),
  });
  let failures = 0;
  let calls = 0;
  const call = () =>
    new Promise<void>((resolve) => {
      calls += 1;
      client.makeUnaryRequest(path, asIs, asIs, Buffer.from('?'), (error) => {
        if (error !== null) failures += 1;
        resolve();
      });
    });
  const pending: Promise<void>[] = [];
  const startedMs = performance.now();
  while (performance.now() - startedMs < seconds * 1000) {
    const due = ((performance.now() - startedMs) / 1000) * perSecond;
    while (calls < due) pending.push(call());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await Promise.all(pending);
  const hedges = steering.snapshot().services[0]!.hedges;
  client.close();
  return { calls, hedges, failures };
}

async function compare(seconds: number, perSecond: number): Promise<void> {
  const server = fork(process.argv[1]!, ['serve']);
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const countConnections = async () => {
    server.send('count');
    const [{ connections }] = (await once(server, 'message')) as [{ connections: number }];
    return connections;
  };
  const bounded = await run(port, {}, seconds, perSecond);
  const withAllowance = { ...bounded, connections: await countConnections() };
  const many = { hedgeCancels: { burst: 100_000, perSecond: 1000 } };
  const unbounded = await run(port, many, Math.min(seconds, 15), perSecond);
  const without = { ...unbounded, connections: await countConnections() };
  console.table({
    [`20 a second, burst 200, ${seconds} s`]: withAllowance,
    [`as many as asked for, ${Math.min(seconds, 15)} s`]: without,
  });
  server.kill();
}

if (process.argv[2] === 'serve') await serve();
else await compare(Number(process.argv[2] ?? 60), Number(process.argv[3] ?? 150));
