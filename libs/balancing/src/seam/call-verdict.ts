import { status } from '@grpc/grpc-js';
import type { CallVerdict } from './endpoint-picker.ts';

/**
 * Whose doing a call's end is. gRFC A50 counts every status but OK against the host, so a caller
 * who asks one host for what does not exist has it ejected. Here an answer is an answer:
 * NOT_FOUND, INVALID_ARGUMENT and their like are neutral. CANCELLED is what a caller leaves behind
 * that lost interest, or found its answer elsewhere: nobody's failure, and no answer either. A server that protects itself refuses with
 * RESOURCE_EXHAUSTED: a word about its load (see `RefusalWatch` for one that goes on refusing).
 */
export function callVerdict(code: status): CallVerdict {
  switch (code) {
    case status.OK:
      return 'success';
    case status.UNAVAILABLE:
    case status.DEADLINE_EXCEEDED:
    case status.INTERNAL:
    case status.UNKNOWN:
    case status.DATA_LOSS:
      return 'failure';
    case status.RESOURCE_EXHAUSTED:
      return 'refused';
    case status.CANCELLED:
      return 'abandoned';
    default:
      return 'neutral';
  }
}
