// What a server puts into its trailers, and what its caller reads there.
import {
  codeName,
  decodeStatus,
  encodeStatusDetails,
  failedPrecondition,
  httpStatusFromCode,
} from '@ballast/status';

const thrown = failedPrecondition('2 wanted, 1 left', {
  reason: 'INSUFFICIENT_STOCK',
  metadata: { sku: 'mug', available: '1' },
});

const detailsBin = encodeStatusDetails(thrown); // -> `grpc-status-details-bin`
const caught = decodeStatus(thrown.code, thrown.message, detailsBin);

console.log(codeName(caught.code), caught.reason, caught.metadata['available']);
console.log('HTTP', httpStatusFromCode(caught.code));
