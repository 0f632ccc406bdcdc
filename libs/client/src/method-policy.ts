import type { Criticality } from '@ballast/deadlines';
import {
  durationToMs,
  findBallastMethodConfig,
  findMethodConfig,
  parseDuration,
  type Policy,
  type PolicySource,
  type StatusCode,
} from '@ballast/policy';
import { status } from '@grpc/grpc-js';

/** What a policy says about one method, as far as a call needs to know it before it begins. */
export interface MethodPolicy {
  readonly timeoutMs: number | undefined;
  readonly waitForReady: boolean;
  /** Undefined: that of the call being served. */
  readonly criticality: Criticality | undefined;
  /** With these a call fails only when its retries are spent, or were refused. */
  readonly repeatedCodes: ReadonlySet<number>;
}

/**
 * Finds what is in force for the method: looked up once for each policy, not for each call.
 *
 * @param path `/package.Service/Method`.
 */
export function createMethodPolicyFinder(source: PolicySource, path: string): () => MethodPolicy {
  let policy: Policy | undefined;
  let found: MethodPolicy;
  return () => {
    if (policy !== source.current) {
      policy = source.current;
      found = findMethodPolicy(policy, path);
    }
    return found;
  };
}

function findMethodPolicy(policy: Policy, path: string): MethodPolicy {
  const config = findMethodConfig(policy, path);
  const { timeout, waitForReady = false, retryPolicy } = config ?? {};
  return {
    timeoutMs: timeout === undefined ? undefined : durationToMs(parseDuration(timeout)),
    waitForReady,
    criticality: findBallastMethodConfig(policy, path)?.criticality,
    repeatedCodes: new Set(retryPolicy?.retryableStatusCodes.map(toNumber)),
  };
}

function toNumber(code: StatusCode): number {
  return typeof code === 'number' ? code : status[code.toUpperCase() as keyof typeof status];
}
