// A Policy in the words that grpc-js 1.14 understands rightly.
import { parseDuration, type ProtoDuration } from './duration.ts';
import type { LoadBalancingConfig, MethodConfig, Policy } from './policy.ts';

/** A service config with durations as grpc-js reads them without mistake. */
export interface GrpcServiceConfig {
  readonly loadBalancingConfig: readonly LoadBalancingConfig[];
  readonly methodConfig: readonly (Omit<MethodConfig, 'timeout'> & { timeout?: ProtoDuration })[];
  readonly retryThrottling?: Policy['retryThrottling'];
}

/**
 * Two of grpc-js's readings are worked around here:
 * - `timeout: "0.5s"`: service-config.ts takes the digits behind the point for nanoseconds, so
 *   half a second becomes five nanoseconds; `{seconds, nanos}` is read rightly.
 * - `outlier_detection` accepts no duration strings, and a configuration it does not accept
 *   falls back to pick_first without an error.
 * @throws RangeError naming a duration of `outlier_detection` that is none
 */
export function toServiceConfig(policy: Policy): GrpcServiceConfig {
  return {
    loadBalancingConfig: (policy.loadBalancingConfig ?? []).map(convertBalancing),
    methodConfig: (policy.methodConfig ?? []).map(({ timeout, ...rest }) => ({
      ...rest,
      ...(timeout !== undefined && { timeout: parseDuration(timeout) }),
    })),
    ...(policy.retryThrottling && { retryThrottling: policy.retryThrottling }),
  };
}

/** The fields of outlier_detection (gRFC A50) that are durations. */
const outlierDurations = ['interval', 'base_ejection_time', 'max_ejection_time'];

function convertBalancing(config: LoadBalancingConfig): LoadBalancingConfig {
  return Object.fromEntries(
    Object.entries(config).map(([name, body]) => [
      name,
      name === 'outlier_detection' ? convertOutlierDetection(body) : body,
    ]),
  );
}

function convertOutlierDetection(body: object): object {
  return Object.fromEntries(
    Object.entries(body).map(([field, value]: [string, unknown]) => {
      if (outlierDurations.includes(field) && typeof value === 'string') {
        return [field, parseDurationOf(field, value)];
      }
      if (field === 'child_policy' && Array.isArray(value)) {
        return [field, (value as LoadBalancingConfig[]).map(convertBalancing)];
      }
      return [field, value];
    }),
  );
}

function parseDurationOf(field: string, value: string): ProtoDuration {
  try {
    return parseDuration(value);
  } catch (error) {
    throw new RangeError(`outlier_detection.${field}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
