// Two versions of a service at a time: a second Deployment, and a part of the calls, or copies of them,
// that go to it.
import type { Route } from '../mapping/route.ts';
import { routesOf } from '../mapping/route.ts';
import { WORKERS_VARIABLE, type GovernedService } from '../sources/service.ts';
import { createFile, type GeneratedFile, labels } from './generated-file.ts';
import { createComponent } from './kustomizations.ts';
import { createRoutePatch, type Step } from './route-patches.ts';

/** The label of the pods in k8s/base: there before any route asks for it. */
const STABLE = 'stable';
const CANARY = 'canary';
/** Of a hundred calls. */
const CANARY_WEIGHT = 10;

/** By weight, call by call. */
export function createCanary(service: GovernedService): GeneratedFile[] {
  const folder = `canary/${service.name}`;
  const { name: host } = service;
  const weighted = [
    { destination: { host, subset: STABLE }, weight: 100 - CANARY_WEIGHT },
    { destination: { host, subset: CANARY }, weight: CANARY_WEIGHT },
  ];
  return [
    createComponent(
      folder,
      `Of a hundred calls to ${host}, ${CANARY_WEIGHT} go to a second Deployment. Wants ../../hosts before it.`,
      { resources: ['pods'], patches: createPatches(host) },
    ),
    createPods(service),
    createSubsets(folder, service),
    createRoutePatch(`${folder}/routes.yaml`, service, () => [
      { op: 'replace', path: '/route', value: weighted },
    ]),
  ];
}

/**
 * Only what changes nothing is copied: both versions have the same database. A copied PlaceOrder carries
 * the idempotency key of the true one: the two race for it, and the version that nobody's answer comes
 * from may be the one that decides the order. A copied import would be a second one.
 */
export function createMirror(service: GovernedService): GeneratedFile[] {
  if (!routesOf(service).some(isMirrored)) return [];
  const folder = `mirror/${service.name}`;
  const { name: host } = service;
  const mirror: Step[] = [
    { op: 'add', path: '/mirror', value: { host, subset: CANARY } },
    { op: 'add', path: '/mirrorPercentage', value: { value: 100 } },
  ];
  const stable = [{ destination: { host, subset: STABLE } }];
  return [
    createComponent(
      folder,
      `A second Deployment gets a copy of each call to ${host} that changes nothing; its answers are dropped. Wants ../../hosts before it, and goes without ../../canary/${host}.`,
      { resources: [`../../canary/${host}/pods`], patches: createPatches(host) },
    ),
    createSubsets(folder, service),
    createRoutePatch(`${folder}/routes.yaml`, service, (route) => [
      { op: 'replace', path: '/route', value: stable },
      ...(isMirrored(route) ? mirror : []),
    ]),
  ];
}

const isMirrored = ({ method }: Route): boolean =>
  method !== undefined && method.isReading && !method.isStreaming;

function createPatches(name: string): object[] {
  return [
    { path: 'routes.yaml', target: { kind: 'VirtualService', name } },
    { path: 'destination.yaml' },
  ];
}

/**
 * It answers calls and does nothing besides: else a version that is on trial, or one that nobody calls,
 * would do its part of what all replicas share on the database.
 */
const withoutWorkers = {
  target: { kind: 'Deployment' },
  patch: [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: { name: any }',
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    '        - name: server',
    `          env: [{ name: ${WORKERS_VARIABLE}, value: 'off' }]`,
    '',
  ].join('\n'),
};

/** The same program once more, with the settings, the identity and the secrets of the first. */
function createPods({ name, policyFile, hasWorkers }: GovernedService): GeneratedFile {
  return createFile(`canary/${name}/pods/kustomization.yaml`, policyFile, {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [`../../../../../base/${name}`],
    patches: [
      ...(hasWorkers ? [withoutWorkers] : []),
      {
        target: { kind: 'Service|ServiceAccount|ConfigMap' },
        patch: '{ $patch: delete, apiVersion: v1, kind: any, metadata: { name: any } }',
      },
    ],
    replicas: [{ name, count: 1 }],
    images: [{ name: `ballast-${name}`, newTag: CANARY }],
    labels: [{ pairs: { version: CANARY }, includeSelectors: true }],
    // `orders-canary`, of the label. A JSON patch of the name would have kustomize remember that it was
    // `orders`, and then it cannot tell which of the two an autoscaler of `orders` means.
    replacements: [
      {
        source: { kind: 'Deployment', fieldPath: 'spec.template.metadata.labels.version' },
        targets: [
          {
            select: { kind: 'Deployment' },
            fieldPaths: ['metadata.name'],
            options: { delimiter: '-', index: 1 },
          },
        ],
      },
    ],
  });
}

function createSubsets(folder: string, { name, policyFile }: GovernedService): GeneratedFile {
  return createFile(`${folder}/destination.yaml`, policyFile, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, labels },
    spec: {
      subsets: [STABLE, CANARY].map((version) => ({ name: version, labels: { version } })),
    },
  });
}
