import type { FaultSet } from '../fault-set.ts';
import type {
  ClearFaultsRequest,
  ClearFaultsResponse,
  ListFaultsRequest,
  ListFaultsResponse,
  SetFaultsRequest,
  SetFaultsResponse,
} from '../gen/ballast/faults/v1/faults.ts';
import { readFault, writeFaultState } from './fault-messages.ts';

/** What FaultService answers, for whatever serves it. */
export interface FaultAnswers {
  /** @throws RangeError naming the field, the rule and the value: INVALID_ARGUMENT. */
  setFaults(request: SetFaultsRequest): SetFaultsResponse;
  clearFaults(request: ClearFaultsRequest): ClearFaultsResponse;
  listFaults(request: ListFaultsRequest): ListFaultsResponse;
}

export function answerFaults(faults: FaultSet): FaultAnswers {
  const list = () => ({ faults: faults.list().map(writeFaultState) });
  return {
    setFaults(request) {
      faults.set(request.faults.map(readFault));
      return list();
    },
    clearFaults: ({ names }) => ({
      cleared: [...faults.clear(names.length === 0 ? undefined : names)],
    }),
    listFaults: list,
  };
}
