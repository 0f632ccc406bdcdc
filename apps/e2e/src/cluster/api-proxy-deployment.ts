import type { Service } from '../platform/platform.ts';
import { waitUntil } from '../wait-until.ts';
import { describeAgentPod } from './agent-manifests.ts';
import type { Cluster } from './cluster.ts';
import type { Workload } from './objects.ts';
import { findOwnImage } from './own-image.ts';
import { apiProxyPort } from './agent/api-proxy.ts';

const name = 'e2e-api-proxy';
const labels = { app: name, 'app.kubernetes.io/part-of': 'ballast-e2e' };

/** A name that the certificate of every API server has, whatever its address. */
const serverName = 'kubernetes.default.svc';

export interface ApiProxy extends AsyncDisposable {
  /** No connection is left, and none is taken. */
  takeAway(): Promise<void>;
  giveBack(): Promise<void>;
}

/** Leads the pods of some services to the API server through a proxy that can be taken away. */
export async function startApiProxy(cluster: Cluster, led: readonly Service[]): Promise<ApiProxy> {
  const { api } = cluster;
  const metadata = { name, labels };
  await api.create(cluster.path('services'), {
    ...{ apiVersion: 'v1', kind: 'Service', metadata },
    spec: { selector: { app: name }, ports: [{ port: apiProxyPort }] },
  });
  await api.create(cluster.path('deployments', 'apps/v1'), {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: describeAgentPod({
          image: await findOwnImage(cluster),
          role: 'api-proxy',
          variables: {},
        }),
      },
    },
  });
  const deployment = cluster.path(`deployments/${name}`, 'apps/v1');
  const scale = async (replicas: number): Promise<void> => {
    await api.merge(deployment, { spec: { replicas } });
    await waitUntil(`${name} has ${replicas} pods`, async () => {
      const { status } = await api.read<Workload>(deployment);
      const counts = [status.replicas ?? 0, status.readyReplicas ?? 0];
      return counts.every((one) => one === replicas) ? true : undefined;
    });
  };
  await scale(1);
  const { clusterIP } = (await cluster.service(name)).spec;
  const lead = async (service: Service, isLed: boolean): Promise<void> => {
    const container = (await cluster.deployment(service)).spec.template.spec.containers[0];
    const env = [
      { name: 'KUBERNETES_SERVICE_HOST', value: serverName },
      { name: 'KUBERNETES_SERVICE_PORT', value: String(apiProxyPort) },
    ];
    const back = env.map((one) => ({ name: one.name, $patch: 'delete' }));
    await cluster.changePods(service, {
      spec: {
        hostAliases: isLed
          ? [{ ip: clusterIP, hostnames: [serverName] }]
          : [{ ip: clusterIP, $patch: 'delete' }],
        containers: [{ name: container?.name, env: isLed ? env : back }],
      },
    });
    await cluster.untilRolledOut(service);
  };
  for (const service of led) await lead(service, true);
  return {
    takeAway: () => scale(0),
    giveBack: () => scale(1),
    async [Symbol.asyncDispose]() {
      for (const service of led) await lead(service, false);
      await api.remove(deployment);
      await api.remove(cluster.path(`services/${name}`));
    },
  };
}
