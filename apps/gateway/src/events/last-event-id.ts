import { invalidRequest } from '../problem/verdict-from-error.ts';

const sequenceNumber = /^(?:0|[1-9][0-9]{0,15})$/;

/**
 * The sequence number in a Last-Event-ID header; 0 without one.
 *
 * @throws HttpRefusal (400) for anything that no stream of an order has ever sent.
 */
export function parseLastSequence(header: unknown): bigint {
  if (header === undefined || header === '') return 0n;
  if (typeof header !== 'string' || !sequenceNumber.test(header)) {
    throw invalidLastEventId('must be a sequence number that was sent as an event id');
  }
  return BigInt(header);
}

/** The refusal (400) of a Last-Event-ID. */
export function invalidLastEventId(description: string): Error {
  return invalidRequest([{ in: 'header', field: 'Last-Event-ID', description }]);
}
