import {
  answerFaults,
  createFaultInterceptor,
  FaultServiceService,
  type FaultSet,
  type InjectedFailure,
} from '@ballast/faults';
import type { Code } from '@ballast/status';
import { encodeStatusDetails, invalidArgument, StatusError } from '@ballast/status';
import type { ServerInterceptor } from '@grpc/grpc-js';
import { implement, type Implementation } from './implement.ts';

/** What a server needs in order to fail on purpose, and to be told how. */
export function createFaults(faults: FaultSet): {
  readonly set: FaultSet;
  readonly services: readonly Implementation[];
  readonly interceptor: ServerInterceptor;
} {
  const { setFaults, clearFaults, listFaults } = answerFaults(faults);
  const service = implement(FaultServiceService, {
    async setFaults(request) {
      try {
        return setFaults(request);
      } catch (error) {
        // What the rules of the contract cannot say, such as a limit of all faults together.
        if (!(error instanceof RangeError)) throw error;
        throw invalidArgument(error.message, { reason: 'INVALID_FAULT', cause: error });
      }
    },
    clearFaults: async (request) => clearFaults(request),
    listFaults: async (request) => listFaults(request),
  });
  return {
    set: faults,
    services: [service],
    interceptor: createFaultInterceptor(faults, { encodeDetails }),
  };
}

function encodeDetails({ code, message, reason }: InjectedFailure): Uint8Array {
  return encodeStatusDetails(new StatusError(code as Code, message, { reason }));
}
