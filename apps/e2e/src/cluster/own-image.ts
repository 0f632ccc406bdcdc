import { hostname } from 'node:os';
import { agentName } from './agent-manifests.ts';
import type { Cluster } from './cluster.ts';
import type { Pod } from './objects.ts';

/**
 * The image that this pod runs, for the pods that it starts itself. Its own object tells: what deployed
 * it (skaffold, for one) may have given the image another name than its manifests do.
 */
export async function findOwnImage({ api, path }: Cluster): Promise<string> {
  const pod = await api.read<Pod>(path(`pods/${hostname()}`));
  const own = pod.spec.containers.find(({ name }) => name === agentName);
  if (own === undefined) throw new Error(`pod ${hostname()} has no container ${agentName}`);
  return own.image;
}
