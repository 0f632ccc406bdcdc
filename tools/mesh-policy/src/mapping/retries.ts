import { durationToMs, formatDurationMs, parseDuration, type RetryPolicy } from '@ballast/policy';
import type { Mapped, Remark } from './remark.ts';

/** HTTPRetry of a VirtualService. */
export interface Retries {
  /** After the first one, where a policy's `maxAttempts` counts that one too. */
  readonly attempts: number;
  readonly retryOn?: string;
  /** Envoy draws each pause uniformly up to this, doubled each time, to at most ten times this. */
  readonly backoff?: string;
}

/** Has to be said: a route that says nothing of retries gets two of them, on UNAVAILABLE too. */
export const noRetries: Retries = { attempts: 0 };

/**
 * What a connection that ends leaves of its calls: to gRPC it is UNAVAILABLE, as an answer that says so is. To
 * Envoy it is no answer, and so another condition ("x-envoy-retry-on" of its router): without it the calls of a
 * pod that is killed fail, though the policy repeats them.
 */
const RESET = 'reset';

/** Statuses that Envoy can go by: "x-envoy-retry-grpc-on" of its router. */
const conditions: ReadonlyMap<string, readonly string[]> = new Map([
  ['CANCELLED', ['cancelled']],
  ['1', ['cancelled']],
  ['DEADLINE_EXCEEDED', ['deadline-exceeded']],
  ['4', ['deadline-exceeded']],
  ['RESOURCE_EXHAUSTED', ['resource-exhausted']],
  ['8', ['resource-exhausted']],
  ['INTERNAL', ['internal']],
  ['13', ['internal']],
  ['UNAVAILABLE', ['unavailable', RESET]],
  ['14', ['unavailable', RESET]],
]);

/**
 * What never reached the application: gRPC repeats it whatever the policy says (gRFC A6, "transparent
 * retries").
 */
const transparent = ['connect-failure', 'refused-stream'];

/** gRPC makes no more, whatever a policy says (gRFC A6). */
const MOST_ATTEMPTS = 5;

/** @param field where the policy stands in its file, for remarks */
export function mapRetryPolicy(policy: RetryPolicy, field: string): Mapped<Retries> {
  const attempts = Math.min(policy.maxAttempts, MOST_ATTEMPTS) - 1;
  const codes = policy.retryableStatusCodes.map(String);
  const known = [...new Set(codes.flatMap((code) => conditions.get(code) ?? []))];
  const unknown = codes.filter((code) => !conditions.has(code));
  const remarks = [...remarkCodes(field, codes, unknown, known.length === 0)];
  if (known.length === 0) return { value: noRetries, remarks };
  const backoff = mapBackoff(policy, field);
  return {
    value: {
      attempts,
      retryOn: [...known, ...transparent].join(),
      backoff: backoff.value,
    },
    remarks: [
      {
        field: `${field}.maxAttempts: ${policy.maxAttempts}`,
        fidelity: 'exactly',
        says: `\`retries.attempts: ${attempts}\`, which does not count the first one`,
      },
      ...remarks,
      ...backoff.remarks,
    ],
  };
}

function* remarkCodes(
  field: string,
  codes: readonly string[],
  unknown: readonly string[],
  isEmpty: boolean,
): Generator<Remark> {
  const known = codes.filter((code) => !unknown.includes(code));
  if (!isEmpty) {
    yield {
      field: `${field}.retryableStatusCodes: ${known.join(', ')}`,
      fidelity: 'exactly',
      says: '`retries.retryOn`, beside what never reached the application (gRFC A6)',
    };
    if (known.some((code) => conditions.get(code)?.includes(RESET))) {
      yield {
        field: `${field}.retryableStatusCodes: UNAVAILABLE, of a connection that ends`,
        fidelity: 'nearly',
        says: '`reset`, which Envoy says of a stream that the server resets as well; to gRPC that is another status',
      };
    }
  }
  if (unknown.length > 0) {
    const consequence = isEmpty ? ': no retries at all are left' : '';
    yield {
      field: `${field}.retryableStatusCodes: ${unknown.join(', ')}`,
      fidelity: 'by nobody',
      says: `Envoy has no condition for it${consequence}`,
    };
  }
}

const ENVOY_MULTIPLIER = 2;
const ENVOY_LONGEST = 10;
/** What istiod lets through. */
const SHORTEST_MS = 1;

function mapBackoff(policy: RetryPolicy, field: string): Mapped<string> {
  const firstMs = Math.max(SHORTEST_MS, toMs(policy.initialBackoff));
  const isSame =
    firstMs === toMs(policy.initialBackoff) &&
    toMs(policy.maxBackoff) === ENVOY_LONGEST * firstMs &&
    policy.backoffMultiplier === ENVOY_MULTIPLIER;
  const value = formatDurationMs(firstMs);
  const words = `${policy.initialBackoff} × ${policy.backoffMultiplier}ⁿ ≤ ${policy.maxBackoff}`;
  const longest = formatDurationMs(ENVOY_LONGEST * firstMs);
  return {
    value,
    remarks: [
      {
        field: `${field}.initialBackoff, backoffMultiplier, maxBackoff: ${words}`,
        fidelity: isSame ? 'exactly' : 'nearly',
        says: `\`retries.backoff: ${value}\`: Envoy doubles it, to at most ${longest}, with full jitter`,
      },
    ],
  };
}

const toMs = (duration: string): number => durationToMs(parseDuration(duration));
