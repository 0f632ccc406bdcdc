import { parsePolicy, type ParsePolicyOptions } from './parse-policy.ts';
import type { Policy } from './policy.ts';

/** A policy that may change while it is read. */
export interface PolicySource {
  /** The one in force: an immutable snapshot. */
  readonly current: Policy;
  /** Told of every change from now on. Returns how to stop it. */
  subscribe(listener: (policy: Policy) => void): () => void;
}

/**
 * A source of one policy that stays, checked as a file would be.
 * @throws PolicyError that lists everything that is wrong
 */
export function createPolicySource(
  policy: Policy,
  options: ParsePolicyOptions = { file: 'policy' },
): PolicySource {
  const current = parsePolicy(JSON.stringify(policy), options);
  return { current, subscribe: () => () => undefined };
}

export const isPolicySource = (value: Policy | PolicySource): value is PolicySource =>
  'current' in value && 'subscribe' in value;
