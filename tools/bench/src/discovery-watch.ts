// From the bytes of a watch event to the endpoint set at the balancer's door.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as grpc from '@grpc/grpc-js';
import type { ApiServerSize, ChangeDone } from './discovery-api-server.ts';
import { useKubeconfig } from './kubeconfig.ts';
import { quantile } from './statistics.ts';
import type { Table } from './table.ts';

const sizes: readonly ApiServerSize[] = [
  { slices: 1, endpointsPerSlice: 100 },
  { slices: 10, endpointsPerSlice: 100 },
  { slices: 100, endpointsPerSlice: 100 },
  { slices: 10, endpointsPerSlice: 1_000 },
];
const warmUp = 200;
const changes = 1_000;

export async function measureWatch(progress: (line: string) => void): Promise<Table> {
  registerProbe();
  const rows: (string | number)[][] = [];
  for (const size of sizes) {
    const samples = await measureSize(size);
    const endpoints = size.slices * size.endpointsPerSlice;
    const ms = (q: number) => quantile(samples, q).toFixed(2);
    progress(`${endpoints} endpoints: p99 ${ms(0.99)} ms`);
    rows.push([
      ...[endpoints, `${size.slices} × ${size.endpointsPerSlice}`, samples.length],
      ...[ms(0.5), ms(0.9), ms(0.99), Math.max(...samples).toFixed(2)],
      ...[endpoints >= 10_000 ? '≤ 25' : '≤ 10'],
    ]);
  }
  return {
    title: 'From the event to the balancer, in ms',
    method: `A fake API server in a thread of its own, over HTTP/2 on loopback; a channel for \`kubernetes:///\` with a probe for a balancing policy. ${changes} changes one after the other, after ${warmUp} to warm up: one pod of one slice takes the place of another, and the event carries its whole slice, as a real one does (300 bytes an endpoint). The clock starts before the server writes the event down, so its own JSON and the way through the kernel count; it stops when the policy is handed the set. 100 endpoints a slice is what Kubernetes' controller makes, 1 000 the most that it allows.`,
    columns: ['endpoints', 'slices', 'events', 'p50', 'p90', 'p99', 'max', 'goal p99'],
    rows,
  };
}

interface Probe {
  onUpdate: (endpoints: number) => void;
}

const probe: Probe = { onUpdate: () => undefined };

function registerProbe(): void {
  class ProbePolicy implements grpc.experimental.LoadBalancer {
    updateAddressList: grpc.experimental.LoadBalancer['updateAddressList'] = (list) => {
      if (list.ok) probe.onUpdate(list.value.length);
      return true;
    };
    exitIdle() {}
    resetBackoff() {}
    destroy() {}
    getTypeName() {
      return 'probe';
    }
  }
  class ProbeConfig implements grpc.experimental.TypedLoadBalancingConfig {
    getLoadBalancerName() {
      return 'probe';
    }
    toJsonObject() {
      return { probe: {} };
    }
    static createFromJson() {
      return new ProbeConfig();
    }
  }
  grpc.experimental.registerLoadBalancerType('probe', ProbePolicy, ProbeConfig);
}

async function measureSize(size: ApiServerSize): Promise<readonly number[]> {
  const worker = new Worker(new URL('discovery-api-server.ts', import.meta.url), {
    workerData: size,
  });
  const [port] = (await once(worker, 'message')) as [number];
  const kubeconfig = await useKubeconfig(port);
  const service = `bench-${size.slices}-${size.endpointsPerSlice}`;
  const firstSet = nextUpdate();
  const client = new grpc.Client(
    `kubernetes:///${service}.shop:grpc`,
    grpc.credentials.createInsecure(),
    { 'grpc.service_config': '{"loadBalancingConfig":[{"probe":{}}]}' },
  );
  client.getChannel().getConnectivityState(true);
  await firstSet;
  const samples: number[] = [];
  for (let change = 0; change < warmUp + changes; change++) {
    const update = nextUpdate();
    const done = once(worker, 'message') as Promise<[ChangeDone]>;
    worker.postMessage(change);
    const [arrivedAtMs, [{ sentAtMs }]] = await Promise.all([update, done]);
    if (change >= warmUp) samples.push(arrivedAtMs - sentAtMs);
  }
  client.close();
  await worker.terminate();
  await kubeconfig[Symbol.asyncDispose]();
  return samples;
}

/** When the policy is handed the next set, on the clock that threads share. */
const nextUpdate = () =>
  new Promise<number>((resolve) => {
    probe.onUpdate = () => resolve(performance.timeOrigin + performance.now());
  });
