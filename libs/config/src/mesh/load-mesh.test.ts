import { describe, expect, test } from 'vitest';
import { hasProxyForCalls, loadMesh } from '../index.ts';
import type { Environment } from '../index.ts';

/** What a pod of k8s/base has where nothing was injected. */
const pod = {
  KUBERNETES_SERVICE_HOST: '10.96.0.1',
  ...{ BALLAST_POD_SIDECAR: '', BALLAST_POD_TEMPLATES: '', BALLAST_POD_AMBIENT: '' },
};
const injected = { ...pod, BALLAST_POD_SIDECAR: '{"initContainers":["istio-init","istio-proxy"]}' };
const GRPC_XDS_BOOTSTRAP = '/etc/istio/proxy/grpc-bootstrap.json';

test.each<[string, Environment, string, string]>([
  ['no pod', {}, 'none', 'the process is in no pod'],
  ['a pod without marks', pod, 'none', 'the pod has no annotation of a mesh'],
  ['an injected pod', injected, 'sidecar', 'the pod has the annotation sidecar.istio.io/status'],
  [
    'an agent for xDS',
    { ...injected, BALLAST_POD_TEMPLATES: 'grpc-agent', GRPC_XDS_BOOTSTRAP },
    ...(['proxyless', 'the pod has the template grpc-agent, and a bootstrap'] as const),
  ],
  [
    'a bootstrap from elsewhere',
    { GRPC_XDS_BOOTSTRAP_CONFIG: '{}' },
    ...(['proxyless', 'there is a bootstrap for xds: targets'] as const),
  ],
  [
    'an ambient pod',
    { ...pod, BALLAST_POD_AMBIENT: 'enabled' },
    ...(['ambient', 'the pod has the annotation ambient.istio.io/redirection'] as const),
  ],
  [
    'a sidecar in an ambient namespace',
    { ...injected, BALLAST_POD_AMBIENT: 'enabled' },
    'sidecar',
    '',
  ],
  ['a word', { BALLAST_MESH: 'sidecar' }, 'sidecar', 'BALLAST_MESH is sidecar'],
  [
    'a word against the marks',
    { ...injected, BALLAST_MESH: 'none' },
    'none',
    'BALLAST_MESH is none',
  ],
])('%s', (_what, environment, mode, why) => {
  expect(loadMesh(environment)).toMatchObject({
    ...{ mode, isCertain: true },
    why: expect.stringContaining(why) as string,
  });
});

test('a pod whose manifest hands nothing on is not certain', () => {
  expect(loadMesh({ KUBERNETES_SERVICE_HOST: '10.96.0.1' })).toEqual({
    ...{ mode: 'none', isCertain: false, hasWaypoint: false },
    why: 'the manifest hands on no annotations (BALLAST_POD_SIDECAR), and BALLAST_MESH is not set',
  });
});

describe('contradictions are refused, with what would end them', () => {
  test.each<[Environment, string]>([
    [
      { BALLAST_MESH: 'istio' },
      'BALLAST_MESH must be one of none, sidecar, ambient, proxyless, got "istio"',
    ],
    [
      { ...injected, GRPC_XDS_BOOTSTRAP },
      'BALLAST_MESH must be set where a pod has both a sidecar and a bootstrap, but is not set',
    ],
    [
      { ...injected, BALLAST_POD_TEMPLATES: 'sidecar,grpc-agent', GRPC_XDS_BOOTSTRAP },
      'BALLAST_MESH must be set where a pod has both a sidecar and a bootstrap, but is not set',
    ],
    [
      { BALLAST_MESH: 'proxyless' },
      'GRPC_XDS_BOOTSTRAP must be set where BALLAST_MESH says that the mesh is proxyless, but is not set',
    ],
    [
      { ...injected, BALLAST_POD_TEMPLATES: 'grpc-agent' },
      'GRPC_XDS_BOOTSTRAP must be set where inject.istio.io/templates (grpc-agent) says that the mesh is proxyless, but is not set',
    ],
    [
      { ...injected, BALLAST_MESH_WAYPOINT: 'on' },
      'BALLAST_MESH_WAYPOINT must be off where the mesh is sidecar, got "on"',
    ],
  ])('%j', (environment, message) => {
    expect(() => loadMesh(environment)).toThrow(message);
  });
});

test.each([
  [{ BALLAST_MESH: 'none' }, false],
  [{ BALLAST_MESH: 'sidecar' }, true],
  [{ BALLAST_MESH: 'ambient' }, false],
  [{ BALLAST_MESH: 'ambient', BALLAST_MESH_WAYPOINT: 'on' }, true],
  [{ BALLAST_MESH: 'proxyless', GRPC_XDS_BOOTSTRAP }, false],
])('in %j a proxy sees calls: %s', (environment, expected) => {
  expect(hasProxyForCalls(loadMesh(environment))).toBe(expected);
});
