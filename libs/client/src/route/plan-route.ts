// Who balances and repeats the calls of a channel, found once from the mesh and the target. Two that
// do it at once are worse than either: repeats multiply, and a balancer behind a balancer sees one
// endpoint (docs/mesh.md).
import { hasProxyForCalls, type Mesh } from '@ballast/config';
import { findVirtualTarget } from './virtual-target.ts';

export interface Route {
  /**
   * `client`: this process, by the policy. `proxy`: one on the way, behind one virtual address; the
   * policy's timeouts, breakers and bulkhead stay. `control_plane`: grpc-js-xds, as it is told.
   */
  readonly kind: 'client' | 'proxy' | 'control_plane';
  /** The target that is connected to; where it is not the one that was named, it leads to the same. */
  readonly target: string;
}

export interface RouteOptions {
  /** The client encrypts its calls itself: a proxy on the way carries bytes, and sees no calls. */
  readonly isSecured?: boolean;
  /** Told of a target that the mesh is not asked about. */
  readonly warn?: (message: string) => void;
}

const warnOfTarget = (message: string): void => process.emitWarning(message, 'BallastMesh');

/**
 * @throws RangeError for a target that cannot be had in this mesh.
 */
export function planRoute(
  target: string,
  mesh: Pick<Mesh, 'mode' | 'hasWaypoint'>,
  { isSecured = false, warn = warnOfTarget }: RouteOptions = {},
): Route {
  const isXds = target.startsWith('xds:');
  if (!hasProxyForCalls(mesh)) {
    if (mesh.mode === 'proxyless' && !isXds) {
      warn(`the mesh is proxyless, and ${target} is no xds: target: it sees nothing of its calls`);
    }
    return { kind: isXds ? 'control_plane' : 'client', target };
  }
  if (isXds) {
    throw new RangeError(
      `client.target must not be xds: where a proxy is in the way (the mesh is ${mesh.mode}): both would balance; got ${JSON.stringify(target)}`,
    );
  }
  if (isSecured) return { kind: 'client', target };
  return { kind: 'proxy', target: findVirtualTarget(target) };
}
