import { mapDestination } from '@ballast/tool-mesh-policy';
import { selects } from '../overlay/manifest.ts';
import type { Destination, DestinationRule, VirtualService } from '../overlay/mesh-manifest.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { findGoverned, sorted } from './mesh-routes.ts';
import type { Finding, Rule } from './rule.ts';

/** A component that is not part of the overlay leaves its part out. */
const parts = ['outlierDetection', 'connectionPool', 'retryBudget'] as const;

/**
 * What is said of a host in a mesh is what its policy says, leads to pods that are there, and does not
 * bind callers to their zone by the way.
 */
export const meshDestinations: Rule = {
  name: 'mesh-destinations',
  *find(overlay, code) {
    for (const object of overlay.all('DestinationRule')) {
      const { host, trafficPolicy = {} } = object.spec;
      yield* checkHost(overlay, object, 'spec.host', host);
      const { outlierDetection, loadBalancer } = trafficPolicy;
      if (outlierDetection && loadBalancer?.localityLbSetting?.enabled !== false) {
        const field = 'spec.trafficPolicy.loadBalancer.localityLbSetting.enabled';
        const must =
          'be false: outlierDetection turns it on, and all calls go to the one zone of the caller';
        yield { object, field, must, got: loadBalancer?.localityLbSetting?.enabled };
      }
      const service = findGoverned(overlay, code, host);
      if (service === undefined) continue;
      const wanted = mapDestination(service).value;
      const [got, must] = [loadBalancer, wanted.loadBalancer].map(withoutSimple);
      if (got !== must) {
        yield {
          object,
          field: 'spec.trafficPolicy.loadBalancer',
          must: `be ${must}, as ${service.policyFile} has it (npx nx run k8s:mesh-policy)`,
          got,
        };
      }
      for (const part of parts) {
        const got = trafficPolicy[part];
        const value = JSON.stringify(sorted(wanted[part] ?? {}));
        if (got === undefined || JSON.stringify(sorted(got)) === value) continue;
        const must = `be ${value}, as ${service.policyFile} has it (npx nx run k8s:mesh-policy)`;
        yield { object, field: `spec.trafficPolicy.${part}`, must, got };
      }
    }
    for (const object of overlay.all('VirtualService')) yield* checkRoutes(overlay, object);
  },
};

/** `simple` is a component's choice: istio/least-request. */
function withoutSimple(loadBalancer: object | undefined): string {
  const { simple: _simple, ...others } = (loadBalancer ?? {}) as { simple?: string };
  return JSON.stringify(sorted(others));
}

function* checkRoutes(overlay: Overlay, object: VirtualService): Generator<Finding> {
  for (const host of object.spec.hosts) yield* checkHost(overlay, object, 'spec.hosts', host);
  for (const [index, { name, route = [], mirror }] of (object.spec.http ?? []).entries()) {
    const field = `spec.http[${name ?? index}]`;
    for (const { destination } of route)
      yield* checkDestination(overlay, object, field, destination);
    if (mirror !== undefined) yield* checkDestination(overlay, object, field, mirror);
  }
}

function* checkDestination(
  overlay: Overlay,
  object: VirtualService,
  field: string,
  { host, subset }: Destination,
): Generator<Finding> {
  yield* checkHost(overlay, object, field, host);
  if (subset === undefined) return;
  const found = overlay
    .all('DestinationRule')
    .filter(({ spec }) => spec.host === host)
    .flatMap(({ spec }) => spec.subsets ?? [])
    .find(({ name }) => name === subset);
  if (found === undefined) {
    const must = `name a subset that a DestinationRule of ${host} has`;
    yield { object, field: `${field}.subset`, must, got: subset };
  } else if (
    !overlay.workloads.some(({ spec }) => selects(found.labels, spec.template.metadata?.labels))
  ) {
    yield {
      object,
      field: `${field}.subset`,
      must: 'select pods that are there',
      got: found.labels,
    };
  }
}

function* checkHost(
  overlay: Overlay,
  object: VirtualService | DestinationRule,
  field: string,
  host: string,
): Generator<Finding> {
  if (overlay.find('Service', host.split('.')[0]) !== undefined) return;
  yield { object, field, must: 'name a Service that is there', got: host };
}
