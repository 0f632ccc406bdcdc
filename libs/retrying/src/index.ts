// Steering
export { createSteering } from './steering.ts';
export { markDeadline } from './calls/deadline-mark.ts';

// For plain grpc-js channels
export { createSteeringOption, registerSteering } from './register-steering.ts';
export { createSteeringInterceptor } from './steering-interceptor.ts';

// Types
export type { Steering, SteeringSnapshot } from './steering.ts';
export type { World } from './steered-method.ts';
export type { SteeringOptions } from './steering-options.ts';
export type { RetryBudgetOptions } from './budget/retry-budget-options.ts';
export type { HedgeCancelOptions } from './hedging/cancel-allowance.ts';
export type { MethodConfig, MethodExtras, PercentileHedging } from './rules/method-config.ts';
export type { MethodName } from './rules/method-name.ts';
export type { Duration } from './rules/duration.ts';
