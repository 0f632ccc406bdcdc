import { type Labels, selects, type Workload } from './manifest.ts';
import type { AuthorizationPolicy, AuthorizationRule } from './mesh-manifest.ts';
import type { Overlay } from './overlay.ts';

/** One thing that a policy allows: a caller, at a port, by a path; undefined where any will do. */
export interface Grant {
  readonly policy: AuthorizationPolicy;
  /** A service account of this namespace, or `*`: whoever is in the mesh. */
  readonly account: string;
  readonly port: string | undefined;
  readonly path: string | undefined;
}

export const ANYBODY = '*';

/** The account that a workload runs as. */
export const accountOf = ({ spec }: Workload): string =>
  spec.template.spec.serviceAccountName ?? 'default';

/** Policies that let in whom they name; once there is one, nobody else comes in. */
export function policiesFor(overlay: Overlay, labels: Labels | undefined): AuthorizationPolicy[] {
  return overlay.all('AuthorizationPolicy').filter(({ spec }) => {
    const { selector, targetRefs, action = 'ALLOW' } = spec;
    if (action !== 'ALLOW' || targetRefs !== undefined) return false;
    return selector === undefined || selects(selector.matchLabels, labels);
  });
}

export function grantsOf(policies: readonly AuthorizationPolicy[]): Grant[] {
  return policies.flatMap((policy) =>
    (policy.spec.rules ?? []).flatMap((rule) => grantsOfRule(policy, rule)),
  );
}

function grantsOfRule(policy: AuthorizationPolicy, { from, to }: AuthorizationRule): Grant[] {
  const accounts = (from ?? [{ source: {} }]).flatMap(({ source }) => {
    const named = [...(source.serviceAccounts ?? []), ...(source.principals ?? [])];
    // A namespace, an address: whoever is there.
    return named.length > 0 ? named : [ANYBODY];
  });
  const operations = (to ?? [{ operation: {} }]).flatMap(({ operation }) =>
    (operation.ports ?? [undefined]).flatMap((port) =>
      (operation.paths ?? [undefined]).map((path) => ({ port, path })),
    ),
  );
  return accounts.flatMap((account) =>
    operations.map((operation) => ({ policy, account, ...operation })),
  );
}

/** @param path undefined: any that the caller likes */
export function isGranted(
  grants: readonly Grant[],
  account: string,
  port: number,
  path: string | undefined,
): boolean {
  return grants.some(
    (grant) =>
      grant.account === account &&
      (grant.port === undefined || grant.port === String(port)) &&
      (grant.path === undefined || (path !== undefined && matchesPath(grant.path, path))),
  );
}

const matchesPath = (pattern: string, path: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
