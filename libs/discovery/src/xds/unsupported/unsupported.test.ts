import { describe, expect, test } from 'vitest';
import { findUnsupportedOfCluster } from './cluster.ts';
import { readUnsupportedMode } from './mode.ts';
import { findUnsupportedOfRoutes } from './routes.ts';
import { explainUnsupported } from './unsupported.ts';

const value = (number: number) => ({ value: number });

describe('of a cluster', () => {
  const limits = (...thresholds: object[]) => ({ circuit_breakers: { thresholds } });
  const outliers = (outlier_detection: object) => ({ outlier_detection });

  test.each([
    [{}],
    [{ circuit_breakers: null, outlier_detection: null }],
    // gRFC A32
    [
      limits({
        max_requests: value(100),
        max_connections: value(1),
        max_pending_requests: value(1),
      }),
    ],
    // What Istio says to a sidecar where nobody said anything.
    [limits({ max_retries: value(0xffff_ffff), track_remaining: true })],
    // gRFC A50
    [
      outliers({
        enforcing_failure_percentage: value(100),
        failure_percentage_threshold: value(50),
      }),
    ],
    [outliers({ consecutive_5xx: value(5), enforcing_consecutive_5xx: value(0) })],
    [outliers({ consecutive_gateway_failure: value(5) })],
    [outliers({ consecutive_local_origin_failure: value(5) })],
    [
      {
        ...{ alt_stat_name: 'x', connect_timeout: { seconds: '10' }, common_lb_config: {} },
        ...{ transport_socket_matches: [], health_checks: [], lb_subset_config: null },
        least_request_lb_config: { slow_start_config: { slow_start_window: { seconds: '4' } } },
      },
    ],
  ])('%j can be followed, or does no harm', (cluster) => {
    expect(findUnsupportedOfCluster(cluster)).toEqual([]);
  });

  test.each([
    [limits({ retry_budget: {} }), 'circuit_breakers.thresholds.retry_budget'],
    [limits({}, { max_retries: value(3) }), 'circuit_breakers.thresholds.max_retries'],
    [outliers({ consecutive_5xx: value(5) }), 'outlier_detection.consecutive_5xx'],
    [
      outliers({
        consecutive_gateway_failure: value(5),
        enforcing_consecutive_gateway_failure: value(100),
      }),
      'outlier_detection.consecutive_gateway_failure',
    ],
    [
      outliers({
        consecutive_local_origin_failure: value(5),
        split_external_local_origin_errors: true,
      }),
      'outlier_detection.consecutive_local_origin_failure',
    ],
    [{ transport_socket_matches: [{}] }, 'transport_socket_matches'],
    [{ health_checks: [{}] }, 'health_checks'],
    [{ lb_subset_config: {} }, 'lb_subset_config'],
  ])('%j cannot be followed: %s', (cluster, field) => {
    expect(findUnsupportedOfCluster(cluster).map((found) => found.field)).toEqual([field]);
  });
});

describe('of routes', () => {
  const find = (route: object, host: object = {}, config: object = {}) =>
    findUnsupportedOfRoutes({ ...config }, { ...host, routes: [{ name: 'whole', ...route }] }).map(
      ({ field }) => field,
    );
  const forwarding = (action: object, route: object = {}) => ({ route: action, ...route });
  const seconds = (count: number) => ({ seconds: `${count}`, nanos: 0 });

  test.each([
    [forwarding({})],
    [{ route: null, non_forwarding_action: {} }],
    // What istiod says by default: retry.DefaultPolicy, no timeout, who wrote it, what spans are called.
    [
      forwarding(
        {
          retry_policy: {
            retry_on: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes',
            ...{ num_retries: value(2), host_selection_retry_max_attempts: '5' },
            retry_host_predicate: [{ name: 'envoy.retry_host_predicates.previous_hosts' }],
          },
          ...{ timeout: seconds(0), max_grpc_timeout: seconds(0) },
        },
        { decorator: { operation: 'x' }, metadata: {}, request_headers_to_add: [] },
      ),
    ],
    [forwarding({ timeout: seconds(5), max_stream_duration: { max_stream_duration: seconds(5) } })],
    [forwarding({ hash_policy: [{ policy_specifier: 'header' }, { policy_specifier: 'cookie' }] })],
    [forwarding({ prefix_rewrite: '', request_mirror_policies: [], auto_host_rewrite: {} })],
  ])('%j can be followed, or does no harm', (route) => {
    expect(find(route, { include_request_attempt_count: true })).toEqual([]);
  });

  test.each([
    [
      { retry_policy: { retry_on: '5xx, unavailable' } },
      /^retry_policy.retry_on "5xx, unavailable" \(/,
    ],
    [{ retry_policy: { retry_on: '', per_try_timeout: {} } }, /^retry_policy.per_try_timeout of/],
    [{ retry_policy: { retriable_request_headers: [{}] } }, /^retry_policy.retriable_request/],
    [{ request_mirror_policies: [{}] }, /^request_mirror_policies of route whole$/],
    [{ hedge_policy: {} }, /^hedge_policy/],
    [{ prefix_rewrite: '/v2' }, /^prefix_rewrite/],
    [{ regex_rewrite: {} }, /^regex_rewrite/],
    [{ host_rewrite_literal: 'other' }, /^host_rewrite_literal/],
    [{ metadata_match: {} }, /^metadata_match/],
    [{ timeout: seconds(5) }, /^timeout without max_stream_duration/],
    [{ hash_policy: [{ policy_specifier: 'cookie' }] }, /^hash_policy by cookie/],
    [
      { weighted_clusters: { clusters: [{ request_headers_to_add: [{}] }] } },
      /^request_headers_to_add/,
    ],
  ])('the action %j cannot be followed', (action, field) => {
    expect(find(forwarding(action))).toEqual([expect.stringMatching(field)]);
  });

  test('what a whole host or all hosts have counts for every route', () => {
    const route = forwarding({});
    expect(find(route, { retry_policy: { retry_on: 'unavailable', per_try_timeout: {} } })).toEqual(
      ['retry_policy.per_try_timeout of route whole'],
    );
    expect(find(route, { hedge_policy: {} })).toEqual(['hedge_policy of route whole']);
    expect(find(route, { request_mirror_policies: [{}] })).toEqual([
      'request_mirror_policies of route all',
    ]);
    expect(find(route, {}, { response_headers_to_remove: ['x'] })).toEqual([
      'response_headers_to_remove of route all',
    ]);
  });

  test('a field is told once, with the routes that have it', () => {
    const mirrored = { request_mirror_policies: [{}] };
    const routes = ['A', 'B', '', 'D', 'E'].map((name) => ({ name, route: mirrored }));
    expect(findUnsupportedOfRoutes({}, { routes })).toEqual([
      {
        field: 'request_mirror_policies of route A, B, 2 and 2 more',
        written: 'VirtualService mirror',
      },
    ]);
  });
});

test('the error says what it is, where it is written and what to do', () => {
  expect(explainUnsupported([])).toBeUndefined();
  const of = (field: string, written: string) => ({ field, written });
  expect(explainUnsupported([of('a', 'VirtualService x'), of('b', 'VirtualService x')])).toBe(
    'a, b: a client that speaks xDS cannot follow it. Take it out (VirtualService x), or go on without it by BALLAST_XDS_UNSUPPORTED=warn',
  );
});

test.each([
  [undefined, { kind: 'mode', mode: 'refuse' }],
  ['', { kind: 'mode', mode: 'refuse' }],
  ['refuse', { kind: 'mode', mode: 'refuse' }],
  ['warn', { kind: 'mode', mode: 'warn' }],
  [
    'ignore',
    {
      ...{ kind: 'broken', value: 'ignore' },
      rule: 'BALLAST_XDS_UNSUPPORTED must be refuse or warn',
    },
  ],
])('BALLAST_XDS_UNSUPPORTED=%s is read as %j', (text, reading) => {
  expect(readUnsupportedMode({ BALLAST_XDS_UNSUPPORTED: text })).toEqual(reading);
});
