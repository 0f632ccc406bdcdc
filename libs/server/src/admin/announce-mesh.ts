import type { Mesh } from '@ballast/config';
import { snapshotDiscovery } from '@ballast/discovery';
import { processState } from '@ballast/state';
import type { ServerLogger } from '../logger.ts';

/** Says in the log and in the state of the process which mesh it is in, and why. @returns ends it. */
export function announceMesh(mesh: Mesh | undefined, logger: ServerLogger): () => void {
  if (mesh === undefined) return () => undefined;
  const { mode, why, hasWaypoint, isCertain } = mesh;
  if (isCertain) logger.info({ mode, why, hasWaypoint }, 'mesh');
  else logger.warn({ mode, why, hasWaypoint }, 'the mesh is a guess');
  return processState.add({ meshes: () => [{ mode, why, refused: listRefused() }] });
}

/** Of targets with a control plane, those that are not as it says. */
function listRefused(): string[] {
  return snapshotDiscovery()
    .filter(({ scheme, state }) => scheme === 'xds' && (state === 'stale' || state === 'failed'))
    .map(({ target, lastError }) => `${target}: ${lastError?.reason}`);
}
