import {
  type sendUnaryData,
  type Server,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { FaultSet } from '../fault-set.ts';
import { FaultServiceService } from '../gen/ballast/faults/v1/faults.ts';
import { answerFaults } from './answer-faults.ts';

/**
 * Adds `ballast.faults.v1.FaultService` to a server of grpc-js. Whoever can reach it can make the
 * server fail: only where faults are allowed.
 */
export function addFaultService(server: Server, faults: FaultSet): void {
  const handlers = Object.entries(answerFaults(faults)).map(([name, answer]) => [
    name,
    createHandler(answer as (request: unknown) => unknown),
  ]);
  server.addService(
    FaultServiceService,
    Object.fromEntries(handlers) as UntypedServiceImplementation,
  );
}

function createHandler(answer: (request: unknown) => unknown) {
  return ({ request }: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>): void => {
    try {
      done(null, answer(request));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      done({ code: status.INVALID_ARGUMENT, details: error.message });
    }
  };
}
