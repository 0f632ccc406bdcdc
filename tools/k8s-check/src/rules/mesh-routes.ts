import { isPolicyError } from '@ballast/policy';
import {
  createGovernedService,
  type GovernedService,
  isMeshPolicyError,
  matchOf,
  type Route,
  routesOf,
} from '@ballast/tool-mesh-policy';
import type { Code } from '../code/code.ts';
import { serversOf } from '../overlay/environment.ts';
import { selects } from '../overlay/manifest.ts';
import type { HttpRoute, VirtualService } from '../overlay/mesh-manifest.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Finding, Rule } from './rule.ts';

const HOW = 'npx nx run k8s:mesh-policy';

/**
 * Routes in a mesh say what the policies in force say, and each says how often a call is repeated:
 * where nothing is said, every sidecar repeats what fails, twice.
 */
export const meshRoutes: Rule = {
  name: 'mesh-routes',
  *find(overlay, code) {
    const routed = overlay.all('VirtualService');
    if (routed.length === 0) return;
    const taken = findTaken(routed);
    yield* findUnrouted(overlay, code);
    for (const object of routed) {
      for (const [index, { name, retries }] of (object.spec.http ?? []).entries()) {
        if (retries?.attempts !== undefined) continue;
        const field = `spec.http[${name ?? index}].retries.attempts`;
        yield { object, field, must: 'be said: the default is 2, on UNAVAILABLE', got: undefined };
      }
      const service = findGoverned(overlay, code, object.spec.hosts[0] ?? '');
      if (service !== undefined) yield* compare(object, service, taken);
    }
  },
};

function* findUnrouted(overlay: Overlay, code: Code): Generator<Finding> {
  const servers = [...serversOf(overlay, code)];
  const hosts = overlay.all('VirtualService').flatMap(({ spec }) => spec.hosts);
  for (const object of overlay.all('Service')) {
    const isOurs = servers.some(({ workload }) =>
      selects(object.spec.selector, workload.spec.template.metadata?.labels),
    );
    const speaksGrpc = object.spec.ports.some(({ appProtocol }) => appProtocol === 'grpc');
    if (!isOurs || !speaksGrpc || hosts.includes(object.metadata.name)) continue;
    const must = `have one, without hidden retries (components/istio/hosts)`;
    yield { object, field: 'VirtualService', must, got: undefined };
  }
}

/** With the policy that is in force in this overlay; undefined for a host without one. */
export function findGoverned(
  overlay: Overlay,
  code: Code,
  name: string,
): GovernedService | undefined {
  const file = `${name}.policy.json`;
  const text =
    overlay.find('ConfigMap', 'ballast-policies')?.data?.[file] ?? code.policies.get(file);
  const methods = code.contracts.get(name);
  if (text === undefined || methods === undefined) return undefined;
  try {
    return createGovernedService({ name, policyFile: file, methods, text });
  } catch (error) {
    // The rule `policies` tells of it.
    if (isPolicyError(error) || isMeshPolicyError(error)) return undefined;
    throw error;
  }
}

/** Whether the components that say these things are part of the overlay. */
interface Taken {
  readonly timeouts: boolean;
  readonly retries: boolean;
}

function findTaken(routed: readonly VirtualService[]): Taken {
  const routes = routed.flatMap(({ spec }) => spec.http ?? []);
  return {
    timeouts: routes.some(({ timeout }) => timeout !== undefined),
    retries: routes.some(({ retries }) => (retries?.attempts ?? 0) > 0),
  };
}

/** The first route that matches a call is taken, so their order says as much as what they say. */
function* compare(
  object: VirtualService,
  service: GovernedService,
  taken: Taken,
): Generator<Finding> {
  const wanted = routesOf(service);
  const own = [...withoutFaults(object.spec.http ?? [])];
  const missing = wanted.filter(({ name }) => !own.some((each) => each.name === name));
  for (const { name } of missing) {
    yield { object, field: `spec.http[${name}]`, must: `be there (${HOW})`, got: undefined };
  }
  const [names, order] = [own, wanted].map((routes) => routes.map(({ name }) => name).join(', '));
  if (missing.length === 0 && names !== order) {
    yield { object, field: 'spec.http', must: `be ${order}, in this order (${HOW})`, got: names };
  }
  for (const route of wanted) {
    const found = own.find(({ name }) => name === route.name);
    if (found === undefined) continue;
    yield* compareRoute(object, route, found, service.policyFile, taken);
  }
}

/** Faults stand before all others, and are of those calls that ask for them by a header. */
function* withoutFaults(routes: readonly HttpRoute[]): Generator<HttpRoute> {
  let isFront = true;
  for (const route of routes) {
    const isAskedFor =
      route.match !== undefined && route.match.every(({ headers }) => headers !== undefined);
    isFront &&= isAskedFor && route.name?.startsWith('fault-') === true;
    if (!isFront) yield route;
  }
}

/** A component that is not part of the overlay leaves its part out; what is said has to be right. */
function* compareRoute(
  object: VirtualService,
  wanted: Route,
  found: HttpRoute,
  file: string,
  taken: Taken,
): Generator<Finding> {
  const field = `spec.http[${wanted.name}]`;
  const match = JSON.stringify(matchOf(wanted));
  if (JSON.stringify(found.match) !== match) {
    yield { object, field: `${field}.match`, must: `be ${match ?? 'left out'}`, got: found.match };
  }
  if (found.timeout !== wanted.timeout && (taken.timeouts || found.timeout !== undefined)) {
    const value = wanted.timeout ?? 'left out';
    const must = `be ${value}, as ${file} has it (${HOW})`;
    yield { object, field: `${field}.timeout`, must, got: found.timeout };
  }
  const retries = JSON.stringify(sorted(found.retries ?? {}));
  if (taken.retries && retries !== JSON.stringify(sorted(wanted.retries))) {
    const must = `be ${JSON.stringify(wanted.retries)}, as ${file} has it (${HOW})`;
    yield { object, field: `${field}.retries`, must, got: found.retries };
  }
}

/** kustomize puts fields in the order of the alphabet. */
export const sorted = (value: object): object =>
  Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]: [string, unknown]) => [
        key,
        typeof each === 'object' && each !== null && !Array.isArray(each) ? sorted(each) : each,
      ]),
  );
