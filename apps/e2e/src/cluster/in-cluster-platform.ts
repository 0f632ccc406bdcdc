import type { Platform, Replica, Service } from '../platform/platform.ts';
import { services } from '../platform/platform.ts';
import { waitUntil } from '../wait-until.ts';
import type { Cluster } from './cluster.ts';
import { createPolicyOverride } from './override-policy.ts';
import { addressOf, isReady, type Pod } from './objects.ts';
import { authorityOf, targetIn } from './mesh/addresses.ts';
import { signalPod } from './signal-pod.ts';
import { findDatabaseUrl, restartDatabase } from './database.ts';

/** The platform that is deployed in a namespace, seen from a pod in there. It is left as it was. */
export async function joinPlatform(cluster: Cluster): Promise<Platform> {
  const gateway = await cluster.service('gateway');
  const port = gateway.spec.ports.find(({ name }) => name === 'http') ?? gateway.spec.ports[0];
  const databaseUrl = await findDatabaseUrl(cluster);
  const policies = await createPolicyOverride(cluster);
  const original = await noteReplicas(cluster);
  for (const service of services) {
    // Signals: a process does not hear SIGSTOP as process 1 of its own namespace, pid_namespaces(7).
    await cluster.changePods(service, { spec: { shareProcessNamespace: true } });
  }
  for (const service of services) await cluster.untilRolledOut(service);

  return {
    // By address: names are a scenario's to take away.
    shopUrl: `http://${gateway.spec.clusterIP}:${port?.port}`,
    databaseUrl,
    cluster,
    targetOf: (service) => targetIn(cluster.mesh, service, cluster.namespace),
    async replicas() {
      const all = await Promise.all(
        services.map(async (service) =>
          (await cluster.pods(service))
            .filter(isReady)
            .map((pod) => describePod(cluster, service, pod)),
        ),
      );
      return all.flat();
    },
    signal: (replica, signal) => signalPod(cluster, replica, signal),
    overridePolicy: policies.override,
    async roll() {
      for (const service of services) await cluster.roll(service);
    },
    restartDatabase: (options) => restartDatabase(cluster, options),
    stop: () => Promise.resolve(),
    async [Symbol.asyncDispose]() {
      for (const [service, replicas] of original) {
        const path = cluster.path(`deployments/${service}`, 'apps/v1');
        const annotations = { [noted]: null };
        await cluster.api.merge(path, { metadata: { annotations }, spec: { replicas } });
      }
    },
  };
}

const noted = 'ballast.e2e/replicas';

/** How many there are to be in the end; kept on the Deployments, as a run may be cut off. */
async function noteReplicas(cluster: Cluster): Promise<ReadonlyMap<Service, number>> {
  const replicas = new Map<Service, number>();
  for (const service of services) {
    const { metadata, spec } = await cluster.deployment(service);
    const count = Number(metadata.annotations?.[noted] ?? spec.replicas ?? 1);
    const path = cluster.path(`deployments/${service}`, 'apps/v1');
    const annotations = { [noted]: String(count) };
    await cluster.api.merge(path, { metadata: { annotations }, spec: { replicas: count } });
    replicas.set(service, count);
  }
  return replicas;
}

function describePod({ mesh }: Cluster, service: Service, pod: Pod): Replica {
  const restarts = pod.status.containerStatuses?.[0]?.restartCount ?? 0;
  const authority = authorityOf(mesh, service);
  return {
    ...{ service, address: addressOf(pod), id: `${pod.metadata.name}#${restarts}` },
    ...(authority !== undefined && { authority }),
  };
}

/** Resolves when every service has its wanted pods, all ready. */
export async function untilWhole(cluster: Cluster): Promise<void> {
  for (const service of services) {
    await waitUntil(`${service} is whole`, async () => {
      const { spec, status } = await cluster.deployment(service);
      return (status.readyReplicas ?? 0) === (spec.replicas ?? 1) ? true : undefined;
    });
  }
}
