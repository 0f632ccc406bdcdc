import {
  type Admission,
  type AdmissionOptions,
  createAdmission,
  NEVER_REFUSED,
  type Refusal,
  statusOfRefusal,
} from '@ballast/admission';
import type { AdmissionState } from '@ballast/state';
import { encodeStatusDetails, resourceExhausted } from '@ballast/status';

/** @throws RangeError naming the field, the rule and the value. */
export function createAdmissionControl(options: AdmissionOptions | false): Admission | undefined {
  if (options === false) return undefined;
  // Added to, never replaced: whoever asks what is wrong must get an answer when something is.
  const exempt = [...NEVER_REFUSED, ...(options.exempt ?? [])];
  return createAdmission({ ...options, exempt });
}

/** What a refused caller is told, with google.rpc details. */
export const refusalStatus = (refusal: Refusal) => statusOfRefusal(refusal, encodeDetails);

function encodeDetails({ reason, retryAfterMs }: Refusal, message: string): Buffer {
  const refusal = resourceExhausted(message, { reason, retryDelayMs: Math.ceil(retryAfterMs) });
  return Buffer.from(encodeStatusDetails(refusal));
}

/** For the admin service; none where everything is admitted. */
export function describeAdmission(
  admission: Admission | undefined,
  address: string,
): readonly AdmissionState[] {
  if (admission === undefined) return [];
  const { limit, inFlight, streams, refused } = admission.snapshot();
  const state = {
    address,
    limit,
    callsInFlight: inFlight.critical + inFlight.default + inFlight.sheddable,
    openStreams: streams.open,
    refused: { ...refused },
  };
  return [state];
}
