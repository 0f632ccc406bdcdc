import { type Destination, mapDestination } from '../mapping/destination.ts';
import { noRetries } from '../mapping/retries.ts';
import type { GovernedService } from '../sources/service.ts';
import { createFile, type GeneratedFile, labels } from './generated-file.ts';
import { createRoutePatch } from './route-patches.ts';

/** What is patched into a Service's two resources, by the name of its component. */
export const concerns = {
  timeouts: (service: GovernedService): GeneratedFile[] => [
    createRoutePatch(routesFile('timeouts', service), service, ({ timeout }) =>
      timeout === undefined ? [] : [{ op: 'add', path: '/timeout', value: timeout }],
    ),
  ],
  retries: (service: GovernedService): GeneratedFile[] => [
    createRoutePatch(routesFile('retries', service), service, ({ retries }) =>
      retries === noRetries ? [] : [{ op: 'replace', path: '/retries', value: retries }],
    ),
    createDestinationPatch('retries', service, ({ retryBudget }) => ({ retryBudget })),
  ],
  'outlier-detection': (service: GovernedService): GeneratedFile[] =>
    mapDestination(service).value.outlierDetection === undefined
      ? []
      : [
          createDestinationPatch('outlier-detection', service, ({ outlierDetection }) => ({
            outlierDetection,
          })),
        ],
  'connection-limits': (service: GovernedService): GeneratedFile[] => [
    createDestinationPatch('connection-limits', service, ({ connectionPool }) => ({
      connectionPool,
    })),
  ],
} as const;

const routesFile = (concern: string, { name }: GovernedService): string =>
  `${concern}/${name}.routes.yaml`;

function createDestinationPatch(
  concern: string,
  service: GovernedService,
  part: (destination: Destination) => object,
): GeneratedFile {
  return createFile(`${concern}/${service.name}.destination.yaml`, service.policyFile, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: service.name, labels },
    spec: { trafficPolicy: part(mapDestination(service).value) },
  });
}
