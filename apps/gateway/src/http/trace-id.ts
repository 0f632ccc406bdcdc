import { randomBytes } from 'node:crypto';

/** A new trace id: 32 hex digits, not all zero. */
export function createTraceId(): string {
  const traceId = randomBytes(16).toString('hex');
  return /^0+$/.test(traceId) ? createTraceId() : traceId;
}
