import { expect, test } from 'vitest';
import { findUnsupportedOfCluster, findUnsupportedOfRoutes } from './find-unsupported.ts';

const thresholds = (...list: object[]) => ({ circuit_breakers: { thresholds: list } });

test.each([
  [{}, []],
  [{ circuit_breakers: null, outlier_detection: null }, []],
  [thresholds({ max_requests: { value: 100 } }), []],
  [thresholds({ retry_budget: {} }), ['circuit_breakers.thresholds.retry_budget']],
  [
    thresholds(
      { max_requests: { value: 1 }, max_connections: { value: 1 } },
      { max_retries: { value: 3 } },
    ),
    ['circuit_breakers.thresholds.max_connections', 'circuit_breakers.thresholds.max_retries'],
  ],
  [
    {
      outlier_detection: {
        consecutive_5xx: { value: 5 },
        split_external_local_origin_errors: false,
      },
    },
    ['outlier_detection.consecutive_5xx'],
  ],
])('of the cluster %j: %j', (cluster, found) => {
  expect(findUnsupportedOfCluster(cluster)).toEqual(found);
});

const routes = (route: object, host = {}) => ({
  virtual_hosts: [{ ...host, routes: [{ route: route as never }, { route: null }] }],
});

test.each([
  [routes({}), []],
  [routes({ retry_policy: { retry_on: 'connect-failure,unavailable' } }), []],
  [
    routes({ retry_policy: { retry_on: '5xx' } }),
    [
      'retry_policy.retry_on "5xx" (gRPC repeats on cancelled, deadline-exceeded, internal, resource-exhausted, unavailable)',
    ],
  ],
  [
    routes({}, { retry_policy: { retry_on: 'unavailable', per_try_timeout: {} } }),
    ['retry_policy.per_try_timeout'],
  ],
  [routes({ request_mirror_policies: [{}] }), ['request_mirror_policies (mirrored calls)']],
  [routes({ hedge_policy: {} }), ['hedge_policy']],
])('of the routes %j: %j', (config, found) => {
  expect(findUnsupportedOfRoutes(config)).toEqual(found);
});
