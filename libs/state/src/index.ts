// The register
export { processState, StateRegister } from './state-register.ts';

// Types
export type { BreakerIsolation, StateSource } from './state-register.ts';
export type {
  AdmissionState,
  BreakerPhase,
  BreakerState,
  BulkheadState,
  ChannelState,
  Connectivity,
  EndpointState,
  MeshState,
  ProcessState,
  RetryBudgetState,
} from './process-state.ts';
