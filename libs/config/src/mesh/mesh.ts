/** What stands between this process and those it calls, in Istio's words. */
export const MESH_MODES = ['none', 'sidecar', 'ambient', 'proxyless'] as const;

export type MeshMode = (typeof MESH_MODES)[number];

/** The mesh that this process is in, and how that is known. */
export interface Mesh {
  readonly mode: MeshMode;
  /** The evidence, for people: it stands in the log and in the admin service. */
  readonly why: string;
  /** False where nobody has looked: a pod whose manifest hands on nothing of a mesh. */
  readonly isCertain: boolean;
  /** Of `ambient`: a waypoint stands before the services that are called. Else false. */
  readonly hasWaypoint: boolean;
}

/**
 * Whether a proxy on the way balances, repeats and ejects: a sidecar, or a waypoint. Ambient without
 * one carries connections and knows no calls.
 */
export function hasProxyForCalls({
  mode,
  hasWaypoint,
}: Pick<Mesh, 'mode' | 'hasWaypoint'>): boolean {
  return mode === 'sidecar' || hasWaypoint;
}
