import type { GovernedService } from '../sources/service.ts';
import type { Mapped } from './remark.ts';

/** `trafficPolicy.connectionPool` of a DestinationRule. */
export interface ConnectionLimits {
  readonly http: {
    /** Calls that wait for a connection. */
    readonly http1MaxPendingRequests: number;
    /** Calls under way, open streams among them, so only where there are none. */
    readonly http2MaxRequests?: number;
  };
}

/** What libs/breaking takes where a policy says nothing. */
const MAX_CONCURRENT = 512;
const MAX_QUEUE = 128;

/**
 * The bulkhead of a caller's process, for callers that have none. Ours keep theirs: it waits and says
 * who refused, where Envoy answers UNAVAILABLE at once.
 */
export function mapConnectionLimits({
  policy,
  methods,
}: GovernedService): Mapped<ConnectionLimits> {
  const { maxConcurrent = MAX_CONCURRENT, maxQueue = MAX_QUEUE } = policy.ballast?.bulkhead ?? {};
  const open = methods.filter(({ staysOpen }) => staysOpen).map(({ name }) => name);
  // While the first connection is made, all that a bulkhead lets through are waiting for it.
  const http1MaxPendingRequests = maxConcurrent + maxQueue;
  const field = `ballast.bulkhead: ${maxConcurrent} at a time, ${maxQueue} waiting`;
  if (open.length > 0) {
    const says =
      `\`http1MaxPendingRequests: ${http1MaxPendingRequests}\`. No \`http2MaxRequests\`: Envoy counts ` +
      `open streams too (${open.join(', ')}), which a bulkhead does not`;
    return {
      value: { http: { http1MaxPendingRequests } },
      remarks: [{ field, fidelity: 'by the client', says }],
    };
  }
  return {
    value: { http: { http1MaxPendingRequests, http2MaxRequests: maxConcurrent } },
    remarks: [
      {
        field,
        fidelity: 'nearly',
        says: `\`http2MaxRequests: ${maxConcurrent}\`: Envoy refuses at once, where a bulkhead waits`,
      },
    ],
  };
}
