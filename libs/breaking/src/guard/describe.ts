import type { BreakerState, OpenReason } from '../breaker/breaker-state.ts';
import type { Bulkhead } from '../bulkhead/bulkhead.ts';

/** Details of a call that a breaker refused. */
export function describeBreaker(path: string, state: BreakerState, retryAfterMs: number): string {
  const why = describeOpening(state);
  if (state.kind === 'isolated') return `breaker for ${path} is isolated: ${why}`;
  if (state.kind === 'half-open') {
    const { trial } = state;
    return `breaker for ${path} is half-open, ${trial.calls} calls try it: ${why}`;
  }
  const until = new Date(Date.now() + retryAfterMs).toISOString();
  return `breaker for ${path} is open until ${until}: ${why}`;
}

/** Details of a call that found no room. */
export function describeBulkhead({ name, options, inFlight, waiting }: Bulkhead): string {
  const { queueTimeoutMs } = options;
  return (
    `bulkhead for ${name} is full: ${inFlight} calls on their way, ${waiting} waiting, ` +
    `none of them longer than ${queueTimeoutMs} ms`
  );
}

/** Why a breaker does not let calls through; empty where it does. */
export function describeOpening(state: BreakerState): string {
  switch (state.kind) {
    case 'closed':
    case 'closing':
      return '';
    case 'isolated':
      return state.why;
    case 'opening':
    case 'open':
    case 'half-open':
      return describeReason(state.reason);
    default:
      return state satisfies never;
  }
}

function describeReason({ cause, counts, ofTrial }: OpenReason): string {
  const number = cause === 'failures' ? counts.failed : counts.slow;
  const became = cause === 'failures' ? 'failed' : 'were slow';
  return `${number} of ${counts.total} ${ofTrial ? 'trial calls' : 'calls'} ${became}`;
}
