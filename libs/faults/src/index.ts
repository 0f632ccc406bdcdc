// Faults
export { FaultSet } from './fault-set.ts';
export { createFaultInterceptor } from './create-fault-interceptor.ts';

// The service that sets them
export { addFaultService } from './service/add-fault-service.ts';
export { answerFaults } from './service/answer-faults.ts';
export { FaultServiceService } from './gen/ballast/faults/v1/faults.ts';

// Without grpc-js's interceptors
export { FaultyCall } from './faulty-call.ts';

// Types
export type { Criticality, Delay, Fault, FaultEffect, ResolvedFault } from './fault.ts';
export type { FaultSetOptions, FaultState } from './fault-set.ts';
export type { FacedCall } from './choose-faults.ts';
export type { CallControls } from './faulty-call.ts';
export type { FaultInterceptorOptions, InjectedFailure } from './create-fault-interceptor.ts';
export type { FaultAnswers } from './service/answer-faults.ts';
