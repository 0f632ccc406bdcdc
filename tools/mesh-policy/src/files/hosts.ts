import { mapDestination } from '../mapping/destination.ts';
import { noRetries } from '../mapping/retries.ts';
import { matchOf, OTHER, type Route, routesOf } from '../mapping/route.ts';
import type { GovernedService, PlainService, Services } from '../sources/service.ts';
import { createFile, type GeneratedFile, labels } from './generated-file.ts';

/** Where each Service's routes stand, bare: what the other concerns patch. */
export function createHosts({ governed, plain }: Services): GeneratedFile[] {
  return [
    ...governed.map((service) =>
      createFile(
        `hosts/${service.name}.yaml`,
        service.policyFile,
        createVirtualService(
          service.name,
          routesOf(service).map((each) => createRoute(service, each)),
        ),
        createDestinationRule(service),
      ),
    ),
    ...plain.map(createPlainHost),
  ];
}

function createVirtualService(name: string, http: readonly object[]): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, labels },
    // A short name: of the namespace that it is in.
    spec: { hosts: [name], http },
  };
}

function createRoute({ name: host }: GovernedService, route: Route): object {
  const match = matchOf(route);
  return {
    name: route.name,
    ...(match && { match }),
    route: [{ destination: { host } }],
    retries: noRetries,
  };
}

function createDestinationRule(service: GovernedService): object {
  const { loadBalancer } = mapDestination(service).value;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: service.name, labels },
    spec: { host: service.name, trafficPolicy: { loadBalancer } },
  };
}

/** Without one, its callers' sidecars would repeat every call that fails, twice. */
function createPlainHost({ name, file }: PlainService): GeneratedFile {
  const route = { name: OTHER, route: [{ destination: { host: name } }], retries: noRetries };
  return createFile(`hosts/${name}.yaml`, file, createVirtualService(name, [route]));
}
