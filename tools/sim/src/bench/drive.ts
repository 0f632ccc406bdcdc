import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { callMethod } from './call-method.ts';
import type { Behaviour, FleetNews, FleetOrder } from './fleet.ts';

export interface Fleet extends Disposable {
  readonly target: string;
  /** Sets how the replicas behave; the calls that each has had since the last order. */
  order(behaviours: readonly Behaviour[]): Promise<readonly number[]>;
}

export async function startFleet(size: number): Promise<Fleet> {
  const child = fork(join(import.meta.dirname, 'fleet.ts'), [String(size)]);
  const next = async () => ((await once(child, 'message')) as [FleetNews])[0];
  const first = await next();
  const ports = 'ports' in first ? first.ports : [];
  return {
    target: `ipv4:${ports.map((port) => `127.0.0.1:${port}`).join(',')}`,
    order: async (behaviours) => {
      const answer = next();
      child.send({ behaviours } satisfies FleetOrder);
      const news = await answer;
      return 'calls' in news ? news.calls : [];
    },
    [Symbol.dispose]: () => child.disconnect(),
  };
}

export interface DriveOptions {
  readonly target: string;
  readonly loadBalancingConfig: object;
  readonly callsPerSecond: number;
  readonly durationMs: number;
  /** Called once all replicas are connected, before the first call that counts. */
  readonly onReady: () => Promise<unknown>;
}

export interface Drive {
  /** Sorted, of the calls that succeeded. */
  readonly latenciesMs: readonly number[];
  readonly calls: number;
  readonly failed: number;
}

const DEADLINE_MS = 1_000;
const WARM_UP_CALLS = 400;

/** An open loop of Poisson arrivals on a new channel with this policy. */
export async function drive(options: DriveOptions): Promise<Drive> {
  const client = new Client(options.target, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [options.loadBalancingConfig] }),
  });
  const call = () => callOnce(client);
  for (let i = 0; i < WARM_UP_CALLS; i += 20) await Promise.all(Array.from({ length: 20 }, call));
  await options.onReady();
  const latenciesMs: number[] = [];
  const underWay: Promise<void>[] = [];
  let failed = 0;
  const startMs = performance.now();
  let dueMs = startMs;
  while (performance.now() - startMs < options.durationMs) {
    while (dueMs <= performance.now()) {
      const sentMs = performance.now();
      const settled = call().then((ok) => {
        if (ok) latenciesMs.push(performance.now() - sentMs);
        else failed += 1;
      });
      underWay.push(settled);
      dueMs += (-Math.log(1 - Math.random()) * 1_000) / options.callsPerSecond;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, dueMs - performance.now())));
  }
  await Promise.all(underWay);
  client.close();
  return { latenciesMs: latenciesMs.sort((a, b) => a - b), calls: underWay.length, failed };
}

function callOnce(client: Client): Promise<boolean> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      callMethod.path,
      callMethod.requestSerialize,
      callMethod.responseDeserialize,
      Buffer.from('?'),
      new Metadata(),
      { deadline: Date.now() + DEADLINE_MS },
      (error) => resolve(error === null),
    );
  });
}
