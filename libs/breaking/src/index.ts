// Guards: the direct form
export { createGuard } from './guard/guard.ts';
export { createMethodGuards } from './guard/method-guards.ts';
export { createBulkhead } from './bulkhead/bulkhead.ts';
export { runGuarded } from './guard/run-guarded.ts';
export { findRefusal, isRefusedError, RefusedError } from './guard/refused-error.ts';

// On plain grpc-js
export { createBreakingInterceptor } from './interceptor/create-breaking-interceptor.ts';

// Fallbacks
export { createFallback } from './fallback/create-fallback.ts';

// Rules
export { callOutcome } from './outcome/call-outcome.ts';
export { resolveBreakerOptions } from './breaker/breaker-options.ts';
export { resolveBulkheadOptions } from './bulkhead/bulkhead-options.ts';

// Types
export type { BreakerChange } from './breaker/breaker.ts';
export type { BreakerOptions, ResolvedBreakerOptions } from './breaker/breaker-options.ts';
export type { BreakerStateName, OpenReason } from './breaker/breaker-state.ts';
export type { OpenCause } from './breaker/verdict.ts';
export type { Bulkhead, BulkheadSnapshot } from './bulkhead/bulkhead.ts';
export type { BulkheadOptions, ResolvedBulkheadOptions } from './bulkhead/bulkhead-options.ts';
export type { Fallback, FallbackCause } from './fallback/create-fallback.ts';
export type {
  BreakerSnapshot,
  Guard,
  GuardChange,
  GuardedMethod,
  GuardOptions,
} from './guard/guard.ts';
export type {
  BreakingPolicy,
  BreakingSnapshot,
  MethodGuards,
  MethodGuardsOptions,
} from './guard/method-guards.ts';
export type { Permit } from './guard/permit.ts';
export type { Refusal, RefusalReason } from './guard/refusal.ts';
export type { RunOptions } from './guard/run-guarded.ts';
export type { TurnListener, Waiting } from './guard/waiting.ts';
export type { CallOutcome } from './outcome/call-outcome.ts';
export type { OutcomeCounts } from './window/outcome-window.ts';
