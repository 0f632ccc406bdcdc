import type { Cluster } from './cluster.ts';
import { isReady, type ListOf, type Pod, type Workload } from './objects.ts';
import { runInPod } from './run-in-pod.ts';
import { selectorOf } from './cluster.ts';
import { waitUntil } from '../wait-until.ts';

const name = 'postgres';

interface Secret {
  readonly data: Readonly<Record<string, string>>;
}

interface WithSecrets {
  readonly volumes?: readonly { readonly secret?: { readonly secretName: string } }[];
}

const readDatabase = (cluster: Cluster) =>
  cluster.api.read<Workload>(cluster.path(`statefulsets/${name}`, 'apps/v1'));

/** As its superuser, who sees what every service has written; by address, as DNS is a scenario's to take away. */
export async function findDatabaseUrl(cluster: Cluster): Promise<string> {
  const { spec } = (await readDatabase(cluster)).spec.template;
  const volumes = (spec as WithSecrets).volumes ?? [];
  const secretName = volumes.find(({ secret }) => secret !== undefined)?.secret?.secretName;
  const { data } = await cluster.api.read<Secret>(cluster.path(`secrets/${secretName}`));
  const password = Buffer.from(data[name] ?? '', 'base64')
    .toString('utf8')
    .trim();
  const service = await cluster.service(name);
  const address = `${service.spec.clusterIP}:${service.spec.ports[0]?.port}`;
  return `postgres://${name}:${encodeURIComponent(password)}@${address}/ballast`;
}

/** Its own fast shutdown, and the kubelet starts it again; or what it does when a part of it is killed. */
const commands = {
  restart: 'kill -INT 1',
  crash: `kill -9 $(grep -la '[c]heckpointer' /proc/[0-9]*/cmdline | cut -d/ -f3)`,
} as const;

/** Resolves when it takes connections again. */
export async function restartDatabase(
  cluster: Cluster,
  { crash }: { readonly crash: boolean },
): Promise<void> {
  const { namespace } = cluster;
  const before = await findPod(cluster);
  const shell = commands[crash ? 'crash' : 'restart'];
  const command = ['sh', '-c', shell];
  const pod = before.metadata.name;
  // The container that is asked may be gone before it has answered.
  await runInPod(cluster.api, { namespace, pod, container: name, command }).catch(() => undefined);
  if (crash) return;
  await waitUntil(
    'the database is back',
    async () => {
      const now = await findPod(cluster);
      return restartsOf(now) > restartsOf(before) && isReady(now) ? true : undefined;
    },
    { timeoutMs: 120_000 },
  );
}

async function findPod(cluster: Cluster): Promise<Pod> {
  const { spec } = await readDatabase(cluster);
  const path = cluster.path(`pods?${selectorOf(spec.selector.matchLabels)}`);
  const [pod] = (await cluster.api.read<ListOf<Pod>>(path)).items;
  if (pod === undefined) throw new Error('the database has no pod');
  return pod;
}

const restartsOf = ({ status }: Pod): number => status.containerStatuses?.[0]?.restartCount ?? 0;
