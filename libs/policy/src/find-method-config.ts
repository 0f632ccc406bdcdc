import type { BallastMethodConfig } from './ballast-policy.ts';
import type { MethodConfig, MethodName, Policy } from './policy.ts';

/**
 * The entry that is for a method, by gRFC A2's order: the method itself, then its service, then
 * the default (an empty name). Undefined where none is.
 * @param path such as `/ballast.orders.v1.OrdersService/PlaceOrder`
 */
export function findMethodConfig(policy: Policy, path: string): MethodConfig | undefined {
  return findEntry(policy.methodConfig, path);
}

/** The same for what the policy says under `ballast`. */
export function findBallastMethodConfig(
  policy: Policy,
  path: string,
): BallastMethodConfig | undefined {
  return findEntry(policy.ballast?.methodConfig, path);
}

function findEntry<Entry extends { readonly name: readonly MethodName[] }>(
  entries: readonly Entry[] | undefined,
  path: string,
): Entry | undefined {
  const [, service = '', method = ''] = path.split('/');
  const find = (matches: (name: MethodName) => boolean) =>
    entries?.find(({ name }) => name.some(matches));
  return (
    find((name) => name.service === service && name.method === method) ??
    find((name) => name.service === service && !name.method) ??
    find((name) => !name.service && !name.method)
  );
}
