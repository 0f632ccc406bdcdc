import { expect, test } from 'vitest';
import type { Code } from '../src/code/code.ts';
import type { Manifest } from '../src/overlay/manifest.ts';
import { Overlay } from '../src/overlay/overlay.ts';
import { meshWayIn } from '../src/rules/mesh-way-in.ts';

const labels = { app: 'gateway' };
const strict = { mtls: { mode: 'STRICT' } };
const selector = { matchLabels: labels };

const create = (kind: string, name: string, spec: object, metadata = {}): Manifest => ({
  ...{ apiVersion: 'v1', kind, metadata: { name, ...metadata } },
  spec,
});

/** A gateway that serves HTTP at 8080 and gRPC at 50050, and a load balancer in front of the first. */
const platform = (podLabels: object, type = 'LoadBalancer'): Manifest[] => [
  create('Namespace', 'shop', {}, { labels: { 'istio-injection': 'enabled' } }),
  create('Deployment', 'gateway', {
    template: {
      metadata: { labels: { ...labels, ...podLabels } },
      spec: {
        containers: [
          {
            ports: [
              { name: 'http', containerPort: 8080 },
              { name: 'grpc', containerPort: 50050 },
            ],
          },
        ],
      },
    },
  }),
  create('Service', 'way-in', {
    ...{ type, selector: labels },
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
  }),
];

const authenticate = (spec: object): Manifest => create('PeerAuthentication', 'any', spec);

const find = (...manifests: Manifest[]): string[] =>
  [...meshWayIn.find(new Overlay('made', manifests), {} as Code)].map(({ object }) => {
    return object.metadata.name;
  });

test.each([
  ['the namespace is STRICT', [authenticate(strict)]],
  [
    'the pods are, whatever the namespace is',
    [
      authenticate({ mtls: { mode: 'PERMISSIVE' } }),
      authenticate({ selector, mtls: { mode: 'STRICT' } }),
    ],
  ],
  ['the port is', [authenticate({ selector, portLevelMtls: { '8080': { mode: 'STRICT' } } })]],
  [
    'the pods say nothing of their own, and the namespace is',
    [authenticate(strict), authenticate({ selector, mtls: { mode: 'UNSET' } })],
  ],
])('a load balancer is a finding where %s', (_where, policies) => {
  expect(find(...platform({}), ...policies)).toEqual(['way-in']);
});

test.each([
  ['nothing is STRICT', platform({}), []],
  ['the Service is within the cluster', platform({}, 'ClusterIP'), [authenticate(strict)]],
  [
    'the pods have no sidecar',
    platform({ 'sidecar.istio.io/inject': 'false' }),
    [authenticate(strict)],
  ],
  [
    'its port takes plain text',
    platform({}),
    [
      authenticate({
        ...{ selector, mtls: { mode: 'STRICT' } },
        portLevelMtls: { '8080': { mode: 'PERMISSIVE' } },
      }),
    ],
  ],
  [
    'another port alone is STRICT',
    platform({}),
    [authenticate({ selector, portLevelMtls: { '50050': { mode: 'STRICT' } } })],
  ],
])('it is none where %s', (_where, manifests, policies) => {
  expect(find(...manifests, ...policies)).toEqual([]);
});
