// Deciding, in any server
export { createAdmission } from './admission.ts';
export { NEVER_REFUSED, resolveAdmissionOptions } from './options.ts';
export { CRITICALITY_HEADER, parseCriticality } from './classes/criticality.ts';
export { PUSHBACK_TRAILER } from './refusing/refusal.ts';

// On a server of grpc-js
export {
  CLIENT_HEADER,
  createAdmissionInterceptor,
  findClientByHeaderOrPeer,
  statusOfRefusal,
} from './grpc/create-admission-interceptor.ts';
export { outcomeOf } from './grpc/guarded-call.ts';

// Types
export type { AdmissionInterceptorOptions } from './grpc/create-admission-interceptor.ts';
export type { Admission, Arrival } from './admission.ts';
export type { AdmissionOptions, ResolvedAdmissionOptions } from './options.ts';
export type { AdmissionSnapshot } from './snapshot.ts';
export type { Criticality } from './classes/criticality.ts';
export type { Outcome } from './limit/outcome.ts';
export type { Permit } from './permit.ts';
export type { RateLimit } from './rates/rate-limit.ts';
export type { Refusal, RefusalReason } from './refusing/refusal.ts';
