import type { Code } from '../code/code.ts';
import {
  accountOf,
  ANYBODY,
  type Grant,
  grantsOf,
  isGranted,
  policiesFor,
} from '../overlay/authorization.ts';
import { findMeshEdges, type MeshEdge } from '../overlay/edges.ts';
import { nameEdgeProxy } from '../overlay/gateways.ts';
import { serversOf, settingOf } from '../overlay/environment.ts';
import type { Workload } from '../overlay/manifest.ts';
import { getsSidecar } from '../overlay/mesh.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Finding, Rule } from './rule.ts';

/** In a mesh, policies allow the call graph by account and by method, and nothing besides. */
export const meshAuthorization: Rule = {
  name: 'mesh-authorization',
  *find(overlay, code) {
    const all = overlay.all('AuthorizationPolicy');
    if (all.length === 0) return;
    for (const object of all) {
      const { action } = object.spec;
      if (action === undefined || action === 'ALLOW') continue;
      const must = 'be ALLOW: what is not in the call graph is refused as it is';
      yield { object, field: 'spec.action', must, got: action };
    }
    const edges = findMeshEdges(overlay, code);
    // Whoever else serves is protected as well: a collector, to which everybody's telemetry goes.
    for (const workload of overlay.workloads) {
      if (workload.kind === 'Job' || !getsSidecar(workload)) continue;
      const labels = workload.spec.template.metadata?.labels;
      const policies = policiesFor(overlay, labels);
      if (policies.length === 0) {
        const must = 'have one: without, whoever is in the mesh may call it';
        yield { object: workload, field: 'AuthorizationPolicy', must, got: undefined };
        continue;
      }
      const grants = grantsOf(policies);
      const own = edges.filter(({ to }) => to === workload);
      for (const edge of own) yield* findMissing(edge, grants);
      const way = findWayIn(overlay, code, workload);
      yield* findSurplus(
        own,
        grants.filter((grant) => !isWayIn(overlay, way, grant)),
      );
    }
  },
};

function* findMissing(
  { from, to, port, paths, because }: MeshEdge,
  grants: readonly Grant[],
): Generator<Finding> {
  const account = accountOf(from);
  for (const path of paths ?? [undefined]) {
    // Of HTTP, a policy may name some paths: it is enough that there is a way.
    const isAllowed =
      path === undefined
        ? grants.some((grant) => isGranted([{ ...grant, path: undefined }], account, port, path))
        : isGranted(grants, account, port, path);
    if (isAllowed) continue;
    const what = path === undefined ? '' : ` ${path}`;
    const must = `allow ${account} to call${what} at ${port}, for ${because}`;
    yield { object: to, field: 'AuthorizationPolicy', must, got: 'no such policy' };
  }
}

function* findSurplus(edges: readonly MeshEdge[], grants: readonly Grant[]): Generator<Finding> {
  for (const grant of grants) {
    const { policy: object, account, port, path } = grant;
    const isUsed = edges.some(
      (edge) =>
        accountOf(edge.from) === account &&
        port === String(edge.port) &&
        (edge.paths === undefined || (path !== undefined && edge.paths.includes(path))),
    );
    if (isUsed) continue;
    const must = 'allow no more than calls that the code makes';
    yield {
      object,
      field: 'spec.rules',
      must,
      got: `${account} at ${port ?? 'any port'}: ${path ?? 'all'}`,
    };
  }
}

/** Nobody in the code calls the gateway: who may is for the way in to say, at its HTTP port. */
function findWayIn(overlay: Overlay, code: Code, workload: Workload): string | undefined {
  const server = [...serversOf(overlay, code)].find((each) => each.workload === workload);
  return server?.program.name === 'gateway'
    ? String(settingOf(overlay, server, 'PORT'))
    : undefined;
}

function isWayIn(overlay: Overlay, way: string | undefined, { account, port }: Grant): boolean {
  if (way === undefined || port !== way) return false;
  return account === ANYBODY || accountsOfGateways(overlay).includes(account);
}

const accountsOfGateways = (overlay: Overlay): string[] =>
  overlay.all('Gateway').map(nameEdgeProxy);
