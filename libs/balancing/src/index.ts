// Registration
export { registerBalancing } from './register-balancing.ts';
export { registerBalancingPolicy } from './seam/register-balancing-policy.ts';

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
} from './seam/endpoint-picker.ts';
export type { CandidateSet } from './endpoints/candidate-set.ts';
export type { Column, EndpointTable } from './endpoints/endpoint-table.ts';

// What resolvers and callers can say
export type { AnnotatedEndpoint } from './endpoints/endpoint-list.ts';
export { ZONE_OPTION } from './seam/policy-load-balancer.ts';
export { markStreaming } from './seam/streaming.ts';
