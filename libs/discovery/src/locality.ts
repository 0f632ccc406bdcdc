/** Where this process runs. Undefined: not known. */
export interface Locality {
  readonly zone?: string | undefined;
  readonly node?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `BALLAST_ZONE` and `BALLAST_NODE`. In a pod: `spec.nodeName` by the downward API, and the zone by
 * the label `topology.kubernetes.io/zone`, which Kubernetes copies from node to pod since 1.35.
 */
export function findLocality(environment: Environment): Locality {
  return {
    zone: environment['BALLAST_ZONE'] || undefined,
    node: environment['BALLAST_NODE'] || undefined,
  };
}

/** The caller's zone as balancing policies are told it. Undefined: they prefer none. */
export const findOwnZone = ({ zone, node }: Locality): string | undefined => zone ?? node;
