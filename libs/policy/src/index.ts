// Reading
export { parsePolicy } from './parse-policy.ts';
export { openPolicy } from './open-policy.ts';
export { createPolicySource, isPolicySource } from './policy-source.ts';
export { PolicyError, isPolicyError } from './policy-error.ts';
export { policySchema } from './policy-schema.ts';

// Using
export { findBallastMethodConfig, findMethodConfig } from './find-method-config.ts';
export { toServiceConfig } from './to-service-config.ts';
export { durationToMs, formatDurationMs, parseDuration } from './duration.ts';

// Types
export type { OpenPolicy, OpenPolicyOptions } from './open-policy.ts';
export type { PolicySource } from './policy-source.ts';
export type { ParsePolicyOptions } from './parse-policy.ts';
export type { PolicyViolation } from './policy-error.ts';
export type { GrpcServiceConfig } from './to-service-config.ts';
export type { ProtoDuration } from './duration.ts';
export type {
  BallastMethodConfig,
  BallastPolicy,
  BreakerPolicy,
  BulkheadPolicy,
  Criticality,
  Fallback,
  PercentileHedgingPolicy,
  RetryBudgetPolicy,
} from './ballast-policy.ts';
export type {
  Duration,
  HedgingPolicy,
  LoadBalancingConfig,
  MethodConfig,
  MethodName,
  Policy,
  RetryPolicy,
  RetryThrottling,
  StatusCode,
} from './policy.ts';
