import type { Cluster } from '../../src/cluster/cluster.ts';
import type { World } from '../../src/world.ts';

/** The cluster that a scenario that needs one runs on. */
export function clusterOf({ platform }: World): Cluster {
  if (platform.cluster === undefined) throw new Error('the scenario must need a cluster');
  return platform.cluster;
}
