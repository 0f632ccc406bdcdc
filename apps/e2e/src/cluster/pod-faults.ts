import { createClient, type Client } from '@ballast/client';
import { Criticality, FaultServiceService, type Fault } from '@ballast/contracts';
import type { Service } from '../platform/platform.ts';
import type { Cluster } from './cluster.ts';
import { authorityOf } from './mesh/addresses.ts';
import { addressOf, type Pod } from './objects.ts';

/** A way to one pod's own faults. */
export function connectToFaults(
  { mesh }: Cluster,
  service: Service,
  pod: Pod,
): Client<typeof FaultServiceService> {
  const authority = authorityOf(mesh, service);
  return createClient(FaultServiceService, {
    target: `static:///${addressOf(pod)}`,
    ...(authority !== undefined && { channelOptions: { 'grpc.default_authority': authority } }),
  });
}

/** The same fault in several pods of a service. */
export interface Faults extends AsyncDisposable {
  /** The calls that each pod has been hit by, by its name. */
  hits(): Promise<ReadonlyMap<string, number>>;
}

const ttlMs = 120_000;

type WantedFault = Pick<Fault, 'name' | 'methods' | 'effect'>;

/** @param methods as of a fault: `package.Service/Method` */
export async function injectEverywhere(
  cluster: Cluster,
  service: Service,
  fault: WantedFault,
): Promise<Faults> {
  return injectInto(cluster, { service, pods: await cluster.pods(service) }, fault);
}

/** In some pods of a service. */
export async function injectInto(
  cluster: Cluster,
  { service, pods }: { readonly service: Service; readonly pods: readonly Pod[] },
  { name, methods, effect }: WantedFault,
): Promise<Faults> {
  await using resources = new AsyncDisposableStack();
  const clients = pods.map((pod) => ({
    pod: pod.metadata.name,
    client: resources.use(connectToFaults(cluster, service, pod)),
  }));
  const criticality = Criticality.CRITICALITY_UNSPECIFIED;
  const fault: Fault = { name, methods, effect, criticality, share: undefined, ttlMs };
  await Promise.all(clients.map(({ client }) => client.setFaults({ faults: [fault] })));
  const owned = resources.move();
  return {
    async hits() {
      const counts = clients.map(async ({ pod, client }) => {
        const { faults } = await client.listFaults({});
        const found = faults.find((one) => one.fault?.name === name);
        return [pod, Number(found?.hits ?? 0)] as const;
      });
      return new Map(await Promise.all(counts));
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clients.map(({ client }) => client.clearFaults({ names: [name] })));
      await owned.disposeAsync();
    },
  };
}

/** Hits nothing but its own count: how many calls reach each pod. */
export const nothing = {
  $case: 'latency',
  value: { delay: { distribution: { $case: 'fixed', value: { ms: 0 } } } },
} as const;

export const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);
