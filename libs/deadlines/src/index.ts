// Scopes
export { findScope, runInScope, bindScope } from './scope-storage.ts';
export { findCarried, runCarrying } from './scope-storage.ts';
export { openScope } from './open-scope.ts';
export { detach } from './detach.ts';

// Plain grpc-js
export { createDeadlineInterceptor } from './interceptors/client-interceptor.ts';
export { createDeadlineServerInterceptor } from './interceptors/server-interceptor.ts';

// For whoever assembles servers and clients without interceptors
export { CallScope } from './call-scope.ts';
export { findObstacle } from './obstacle.ts';
export { resolveAnswerMargin } from './answer-margin.ts';
export { addCallHeaders, readCriticality, readIsRetry } from './call-headers.ts';
export { parseCriticality } from './criticality.ts';
export { areRetriesSpent, forbidRetry, mustForbidRetry } from './retry-pushback.ts';

// Errors
export { isCallEndedError } from './call-ended-error.ts';

// Types
export type { AnswerMargin, AnswerMarginOptions } from './answer-margin.ts';
export type { CallEndedError } from './call-ended-error.ts';
export type { Criticality } from './criticality.ts';
export type { DetachOptions } from './detach.ts';
export type { Obstacle } from './obstacle.ts';
export type { OpenedScope, OpenScopeOptions } from './open-scope.ts';
export type { ScopeFacts, ScopeFollower } from './call-scope.ts';
