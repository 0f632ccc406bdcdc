import type { Criticality } from '@ballast/deadlines';
import {
  durationToMs,
  findBallastMethodConfig,
  findMethodConfig,
  parseDuration,
  type Policy,
  type PolicySource,
} from '@ballast/policy';

/** What a policy says about one method, as far as a call needs to know it before it begins. */
export interface MethodPolicy {
  readonly timeoutMs: number | undefined;
  readonly waitForReady: boolean;
  /** Undefined: that of the call being served. */
  readonly criticality: Criticality | undefined;
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
  const { timeout, waitForReady = false } = findMethodConfig(policy, path) ?? {};
  return {
    timeoutMs: timeout === undefined ? undefined : durationToMs(parseDuration(timeout)),
    waitForReady,
    criticality: findBallastMethodConfig(policy, path)?.criticality,
  };
}
