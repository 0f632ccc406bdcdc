import { isSet, type Message, type Unsupported } from './unsupported.ts';

// resolver-xds.ts, RETRY_CODES, which looks for them between commas and takes off no spaces
const retriable = [
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
];

/**
 * Of an `envoy.config.route.v3.RetryPolicy`. gRFC A44 passes over all but the codes, the number and the
 * pauses. Which host a repeat goes to (`retry_host_predicate`, `retry_priority`, which istiod always says) is a
 * wish; what is repeated, and when an attempt is given up, is not.
 */
export function findUnsupportedOfRetries(retry: Message): Unsupported[] {
  const text = (retry['retry_on'] as string | undefined) ?? '';
  const found: Unsupported[] = [];
  // Istio's own default names many that gRPC has no word for, beside those that it has.
  if (text !== '' && !text.split(',').some((condition) => retriable.includes(condition))) {
    found.push({
      field: `retry_policy.retry_on "${text}" (gRPC repeats on ${retriable.join(', ')})`,
      written: 'VirtualService retries.retryOn',
    });
  }
  if (isSet(retry, 'per_try_timeout')) {
    found.push({
      field: 'retry_policy.per_try_timeout',
      written: 'VirtualService retries.perTryTimeout',
    });
  }
  if (isSet(retry, 'retriable_request_headers')) {
    found.push({ field: 'retry_policy.retriable_request_headers', written: 'EnvoyFilter' });
  }
  return found;
}
