// What no schema can say of a policy: rules between its parts.
import { durationToMs, parseDuration } from './duration.ts';
import type { ParsePolicyOptions } from './parse-policy.ts';
import type { PolicyViolation } from './policy-error.ts';
import type { Duration, MethodName, Policy } from './policy.ts';

/** All of them; none where the policy is right. */
export function findContradictions(policy: Policy, options: ParsePolicyOptions): PolicyViolation[] {
  return [
    ...findDuplicateNames('/methodConfig', policy.methodConfig),
    ...findDuplicateNames('/ballast/methodConfig', policy.ballast?.methodConfig),
    ...findDoublePolicies(policy),
    ...findCrossedDurations(policy),
    ...findDurationsOutOfRange(policy),
    ...findUnusableBalancers(policy, options),
  ];
}

/** gRFC A2: a name may stand in one entry only. */
function findDuplicateNames(
  path: string,
  entries: readonly { readonly name: readonly MethodName[] }[] = [],
): PolicyViolation[] {
  const seen = new Set<string>();
  return entries.flatMap(({ name }, entry) =>
    name.flatMap(({ service = '', method = '' }, index) => {
      const key = `${service}/${method}`;
      if (!seen.has(key)) {
        seen.add(key);
        return [];
      }
      const rule = 'must be named once only';
      return [{ path: `${path}/${entry}/name/${index}`, rule, value: key }];
    }),
  );
}

/** gRFC A6: retries or hedges, not both. */
function findDoublePolicies({ methodConfig = [] }: Policy): PolicyViolation[] {
  const rule = 'must not have both retryPolicy and hedgingPolicy';
  return methodConfig.flatMap(({ retryPolicy, hedgingPolicy }, entry) =>
    retryPolicy && hedgingPolicy ? [{ path: `/methodConfig/${entry}`, rule }] : [],
  );
}

function findCrossedDurations({ ballast }: Policy): PolicyViolation[] {
  return (ballast?.methodConfig ?? []).flatMap(({ breaker, hedging }, entry) => {
    const path = `/ballast/methodConfig/${entry}`;
    return [
      ...checkOrder(`${path}/breaker/maxOpenDuration`, {
        least: ['openDuration', breaker?.openDuration ?? '1s'],
        given: breaker?.maxOpenDuration ?? '30s',
      }),
      ...checkOrder(`${path}/hedging/maxDelay`, {
        least: ['minDelay', hedging?.minDelay ?? '0.005s'],
        given: hedging?.maxDelay ?? '1s',
      }),
    ];
  });
}

function checkOrder(
  path: string,
  { least: [name, least], given }: { least: [name: string, value: Duration]; given: Duration },
): PolicyViolation[] {
  if (toMs(given) >= toMs(least)) return [];
  return [{ path, rule: `must not be shorter than ${name} (${least})`, value: given }];
}

/** The ranges of the libraries that act on them. */
function findDurationsOutOfRange({ ballast }: Policy): PolicyViolation[] {
  const { retryBudget, bulkhead, methodConfig = [] } = ballast ?? {};
  return [
    ...checkRange('/ballast/retryBudget/window', retryBudget?.window, 1000, HOUR_MS),
    ...checkRange('/ballast/bulkhead/queueTimeout', bulkhead?.queueTimeout, 1),
    ...methodConfig.flatMap(({ breaker, hedging }, entry) => {
      const path = `/ballast/methodConfig/${entry}`;
      return [
        ...checkRange(`${path}/breaker/slowCallDuration`, breaker?.slowCallDuration, 1),
        ...checkRange(`${path}/breaker/window`, breaker?.window, 32),
        ...checkRange(`${path}/breaker/openDuration`, breaker?.openDuration, 1),
        ...checkRange(`${path}/breaker/maxOpenDuration`, breaker?.maxOpenDuration, 1),
        ...checkRange(`${path}/hedging/minDelay`, hedging?.minDelay, 1, HOUR_MS),
        ...checkRange(`${path}/hedging/maxDelay`, hedging?.maxDelay, 1, HOUR_MS),
      ];
    }),
  ];
}

const HOUR_MS = 3_600_000;

function checkRange(
  path: string,
  duration: Duration | undefined,
  leastMs: number,
  mostMs = 2 ** 31 - 1,
): PolicyViolation[] {
  if (duration === undefined) return [];
  const durationMs = toMs(duration);
  if (durationMs >= leastMs && durationMs <= mostMs) return [];
  const rule = `must be within "${leastMs / 1000}s" to "${Math.floor(mostMs / 1000)}s"`;
  return [{ path, rule, value: duration }];
}

const toMs = (duration: Duration) => durationToMs(parseDuration(duration));

function findUnusableBalancers(
  { loadBalancingConfig: list }: Policy,
  { knownBalancers: known, checkBalancer }: ParsePolicyOptions,
): PolicyViolation[] {
  if (known === undefined || list === undefined) return [];
  const named = list.flatMap((one) => Object.entries(one));
  const index = named.findIndex(([name]) => known.includes(name));
  if (index === -1) {
    const rule = `must name a balancing policy that this client knows (${known.join(', ')})`;
    return [{ path: '/loadBalancingConfig', rule, value: named.map(([name]) => name) }];
  }
  const [name, config] = named[index]!;
  try {
    checkBalancer?.(name, config);
    return [];
  } catch (error) {
    const rule = error instanceof Error ? error.message : String(error);
    return [{ path: `/loadBalancingConfig/${index}/${name}`, rule }];
  }
}
