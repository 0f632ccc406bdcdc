// grpc-js-xds 1.14.1 refuses a cluster that asks for LEAST_REQUEST by `lb_policy`, which is how istiod
// puts it ("unsupported lb_policy", cluster-resource-type.ts). Of `load_balancing_policy`, the newer
// field for the same, it takes what is registered (gRFC A52). So the one is said by the other as well.
import { readFields, writeField } from './wire-fields.ts';

/** What `load_balancing_policy` calls the policy (gRFC A48). */
export const LEAST_REQUEST_TYPE =
  'type.googleapis.com/envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest';

// envoy/config/cluster/v3/cluster.proto
const LB_POLICY = 6;
const LB_POLICY_LEAST_REQUEST = 1n;
const LOAD_BALANCING_POLICY = 41;

const leastRequest = writeField(
  LOAD_BALANCING_POLICY,
  // LoadBalancingPolicy.policies, .typed_extension_config, .name and .typed_config, an Any.
  writeField(
    1,
    writeField(
      4,
      writeField(1, 'envoy.load_balancing_policies.least_request'),
      writeField(2, writeField(1, LEAST_REQUEST_TYPE)),
    ),
  ),
);

/** An `envoy.config.cluster.v3.Cluster` in a form that grpc-js-xds takes; the same where it does already. */
export function translateCluster(cluster: Buffer): Buffer {
  const fields = readFields(cluster) ?? [];
  if (fields.some(({ field }) => field === LOAD_BALANCING_POLICY)) return cluster;
  // The last one counts, where a field stands there more than once.
  const policy = fields.findLast(({ field }) => field === LB_POLICY)?.value;
  return policy === LB_POLICY_LEAST_REQUEST ? Buffer.concat([cluster, leastRequest]) : cluster;
}
