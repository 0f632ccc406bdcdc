import {
  type Admission,
  type AdmissionOptions,
  createAdmission,
  createAdmissionInterceptor,
  NEVER_REFUSED,
} from '@ballast/admission';
import type { AdmissionState } from '@ballast/state';
import { encodeStatusDetails, resourceExhausted } from '@ballast/status';
import type { ServerInterceptor } from '@grpc/grpc-js';

export interface AdmissionControl {
  readonly interceptors: readonly ServerInterceptor[];
  /** For the admin service; none where everything is admitted. */
  describe(address: string): readonly AdmissionState[];
}

/** @throws RangeError naming the field, the rule and the value. */
export function createAdmissionControl(options: AdmissionOptions | false): AdmissionControl {
  if (options === false) return { interceptors: [], describe: () => [] };
  // Added to, never replaced: whoever asks what is wrong must get an answer when something is.
  const exempt = [...NEVER_REFUSED, ...(options.exempt ?? [])];
  const admission = createAdmission({ ...options, exempt });
  return {
    interceptors: [createAdmissionInterceptor(admission, { encodeDetails })],
    describe: (address) => [{ address, ...describe(admission) }],
  };
}

function encodeDetails(
  { reason, retryAfterMs }: { reason: string; retryAfterMs: number },
  message: string,
): Buffer {
  const refusal = resourceExhausted(message, { reason, retryDelayMs: Math.ceil(retryAfterMs) });
  return Buffer.from(encodeStatusDetails(refusal));
}

function describe(admission: Admission): Omit<AdmissionState, 'address'> {
  const { limit, inFlight, streams, refused } = admission.snapshot();
  return {
    limit,
    callsInFlight: inFlight.critical + inFlight.default + inFlight.sheddable,
    openStreams: streams.open,
    refused: { ...refused },
  };
}
