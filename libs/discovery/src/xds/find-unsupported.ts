// What a control plane may ask for and grpc-js-xds 1.14.1 passes over without a word (gRFC A27: "a
// client should ignore what it does not know"). An operator who wrote it should hear that it has no effect.

/** The parts of `envoy.config.cluster.v3.Cluster` that are looked at. */
export interface ClusterParts {
  readonly circuit_breakers?: { readonly thresholds: readonly object[] } | null;
  readonly outlier_detection?: object | null;
}

/** The parts of `envoy.config.route.v3.RouteConfiguration` that are looked at. */
export interface RouteParts {
  readonly virtual_hosts: readonly {
    readonly retry_policy?: RetryParts | null;
    readonly routes: readonly { readonly route?: RouteActionParts | null }[];
  }[];
}

interface RouteActionParts {
  readonly retry_policy?: RetryParts | null;
  readonly request_mirror_policies?: readonly object[];
  readonly hedge_policy?: object | null;
}

interface RetryParts {
  readonly retry_on: string;
  readonly per_try_timeout?: object | null;
}

/** Each as the subject of "… has no effect". */
export function findUnsupportedOfCluster(cluster: ClusterParts): string[] {
  const thresholds = cluster.circuit_breakers?.thresholds ?? [];
  const limits = ['max_connections', 'max_pending_requests', 'max_retries', 'retry_budget'];
  const found = limits
    .filter((limit) => thresholds.some((each) => isSet(each, limit)))
    .map((limit) => `circuit_breakers.thresholds.${limit}`);
  const counters = [
    'consecutive_5xx',
    'consecutive_gateway_failure',
    'split_external_local_origin_errors',
  ];
  const outliers = counters
    .filter((counter) => isSet(cluster.outlier_detection ?? {}, counter))
    .map((counter) => `outlier_detection.${counter}`);
  return [...found, ...outliers];
}

// resolver-xds.ts, RETRY_CODES
const retriable = [
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
];

/** Each as the subject of "… has no effect". */
export function findUnsupportedOfRoutes({ virtual_hosts: hosts }: RouteParts): string[] {
  const found = new Set<string>();
  for (const { retry_policy: ofHost, routes } of hosts) {
    for (const { route } of routes) {
      if (!route) continue;
      const retry = route.retry_policy ?? ofHost;
      if (retry) findUnsupportedOfRetries(retry, found);
      if (route.request_mirror_policies?.length)
        found.add('request_mirror_policies (mirrored calls)');
      if (route.hedge_policy) found.add('hedge_policy');
    }
  }
  return [...found];
}

function findUnsupportedOfRetries(
  { retry_on: text, per_try_timeout }: RetryParts,
  found: Set<string>,
) {
  const conditions = text.split(',').map((condition) => condition.trim());
  // Istio's own default names many that gRPC has no word for, beside those that it has.
  if (text !== '' && !conditions.some((condition) => retriable.includes(condition))) {
    found.add(`retry_policy.retry_on "${text}" (gRPC repeats on ${retriable.join(', ')})`);
  }
  if (per_try_timeout) found.add('retry_policy.per_try_timeout');
}

/** Protobuf's defaults count as not set: 0, false, null. */
function isSet(message: object, field: string): boolean {
  const value = (message as Readonly<Record<string, unknown>>)[field];
  return value !== undefined && value !== null && value !== 0 && value !== false;
}
