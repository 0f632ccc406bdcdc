import type { Cluster } from '../../src/cluster/cluster.ts';
import type { World } from '../../src/world.ts';

/** Requests per second while things are done to the cluster: `--rate`, 100 by default. */
export const ratePerSecond = Number(process.env['E2E_RATE'] ?? '100');

/** The cluster that a scenario that needs one runs on. */
export function clusterOf({ platform }: World): Cluster {
  if (platform.cluster === undefined) throw new Error('the scenario must need a cluster');
  return platform.cluster;
}
