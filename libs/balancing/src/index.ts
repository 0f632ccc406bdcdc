// Registration
export { registerBalancing } from './register-balancing.ts';
export { registerBalancingPolicy } from './seam/register-balancing-policy.ts';
export { knownBalancers } from './seam/registered-policies.ts';
export { checkBalancingConfig } from './seam/check-balancing-config.ts';

// Looking at what it does
export {
  snapshotBalancers,
  snapshotConnections,
  type ConnectionTotals,
} from './seam/live-balancers.ts';
export type { BalancerSnapshot, EndpointSnapshot, LeftAlone } from './seam/balancer-snapshot.ts';

// The server's side
export { createLoadReporter, type LoadReporter } from './load-report/create-load-reporter.ts';
export {
  createLoadMeter,
  type LoadMeter,
  type LoadMeterOptions,
} from './load-report/load-meter.ts';

// Writing a policy of one's own
export { ConfigFieldError, ConfigFields } from './config/config-fields.ts';
export { parsePolicyConfig } from './seam/policy-config.ts';
export type {
  BalancingPolicy,
  CallOutcome,
  CallToPlace,
  CallVerdict,
  EndpointPicker,
  PickerContext,
  PickerDescription,
} from './seam/endpoint-picker.ts';
export type { CandidateSet } from './endpoints/candidate-set.ts';
export type { Column } from './endpoints/endpoint-table.ts';

// Looking at every attempt
export { ATTEMPT_OBSERVER_OPTION } from './seam/attempt-observer.ts';
export type {
  AttemptListener,
  AttemptObserver,
  PickReason,
  PlacedAttempt,
} from './seam/attempt-observer.ts';

// What resolvers and callers can say
export type { AnnotatedEndpoint } from './endpoints/endpoint-list.ts';
export { CHANNEL_NAME_OPTION, ZONE_OPTION } from './seam/listed-endpoint.ts';
export { markStreaming, streamingOptions } from './seam/streaming.ts';

// The pure parts, for simulations: the very code that runs behind grpc-js
export { EndpointTable } from './endpoints/endpoint-table.ts';
export { Rotation } from './seam/rotation.ts';
export type { RotationOptions } from './seam/rotation-side.ts';
export type { RotationFeatures } from './seam/features.ts';
export {
  IN_FLIGHT_METRIC,
  LATENCY_METRIC,
  LOAD_REPORT_TRAILER,
  type LoadReport,
} from './load-report/load-report.ts';
export { leastRequestPolicy } from './least-request/least-request.ts';
export { randomPolicy } from './random/random.ts';
export { ballastPolicy } from './ballast/ballast.ts';
export { ringHashPolicy } from './ring-hash/ring-hash.ts';
export { weightedRoundRobinPolicy } from './weighted-round-robin/weighted-round-robin.ts';
