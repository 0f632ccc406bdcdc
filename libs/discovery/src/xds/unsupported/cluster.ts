import { isSet, listOf, valueOf, type Message, type Unsupported } from './unsupported.ts';

/** What control planes say where they mean that there is no limit. */
const NO_LIMIT = 0xffff_ffff;

/** Of an `envoy.config.cluster.v3.Cluster`. */
export function findUnsupportedOfCluster(cluster: Message): Unsupported[] {
  const plain = plainFields.filter(({ field }) => isSet(cluster, field));
  return [...plain, ...findOfLimits(cluster), ...findOfOutliers(cluster)];
}

const plainFields: readonly Unsupported[] = [
  // Without it calls would be made in plain text.
  { field: 'transport_socket_matches', written: 'DestinationRule tls' },
  { field: 'lb_subset_config', written: 'EnvoyFilter' },
  // By gRFC A27 it is the control plane that looks, and says so by the health of an endpoint.
  { field: 'health_checks', written: 'EnvoyFilter' },
];

/**
 * gRFC A32 takes `max_requests`. `max_connections`, `max_pending_requests` and `max_connection_pools` say
 * nothing to a client with one HTTP/2 connection for each endpoint; limits of repeats do, and A44 leaves
 * them out.
 */
function findOfLimits(cluster: Message): Unsupported[] {
  const limits = (cluster['circuit_breakers'] ?? {}) as Message;
  const thresholds = listOf(limits, 'thresholds');
  const found: Unsupported[] = [];
  const hasRetryLimit = thresholds.some(
    (each) => (valueOf(each, 'max_retries') ?? NO_LIMIT) < NO_LIMIT,
  );
  if (hasRetryLimit) {
    found.push({
      field: 'circuit_breakers.thresholds.max_retries',
      written: 'DestinationRule connectionPool.http.maxRetries',
    });
  }
  if (thresholds.some((each) => isSet(each, 'retry_budget'))) {
    found.push({
      field: 'circuit_breakers.thresholds.retry_budget',
      written: 'DestinationRule retryBudget',
    });
  }
  return found;
}

/** gRFC A50 ejects by success rate and by failure percentage, and not by failures in a row. */
function findOfOutliers(cluster: Message): Unsupported[] {
  const outliers = (cluster['outlier_detection'] ?? {}) as Message;
  const isSplit = isSet(outliers, 'split_external_local_origin_errors');
  return counters
    .filter(({ counter, enforcing, byDefault }) => {
      if (counter === 'consecutive_local_origin_failure' && !isSplit) return false;
      const share = valueOf(outliers, enforcing) ?? byDefault;
      return (valueOf(outliers, counter) ?? 0) > 0 && share > 0;
    })
    .map(({ counter, written }) => ({ field: `outlier_detection.${counter}`, written }));
}

/** How much of it is done by default: envoy/config/cluster/v3/outlier_detection.proto. */
const counters = [
  {
    counter: 'consecutive_5xx',
    enforcing: 'enforcing_consecutive_5xx',
    byDefault: 100,
    written: 'DestinationRule outlierDetection.consecutive5xxErrors',
  },
  {
    counter: 'consecutive_gateway_failure',
    enforcing: 'enforcing_consecutive_gateway_failure',
    byDefault: 0,
    written: 'DestinationRule outlierDetection.consecutiveGatewayErrors',
  },
  {
    counter: 'consecutive_local_origin_failure',
    enforcing: 'enforcing_consecutive_local_origin_failure',
    byDefault: 100,
    written: 'DestinationRule outlierDetection.consecutiveLocalOriginFailures',
  },
] as const;
