import { expect, test } from 'vitest';
import { planRoute } from './plan-route.ts';

const sidecar = { mode: 'sidecar', hasWaypoint: false } as const;
const waypoint = { mode: 'ambient', hasWaypoint: true } as const;
const ambient = { mode: 'ambient', hasWaypoint: false } as const;
const none = { mode: 'none', hasWaypoint: false } as const;
const proxyless = { mode: 'proxyless', hasWaypoint: false } as const;

test.each([
  ['kubernetes:///inventory:grpc', 'dns-poll:///_grpc._tcp.inventory'],
  ['kubernetes:///inventory.shop:grpc', 'dns-poll:///_grpc._tcp.inventory.shop'],
  ['kubernetes:///inventory.shop:50052', 'dns-poll:///inventory.shop:50052'],
  ['dns:///inventory:50052', 'dns:///inventory:50052'],
  ['dns-poll:///inventory:50052', 'dns-poll:///inventory:50052'],
  ['env:///inventory', 'env:///inventory'],
  ['inventory:50052', 'inventory:50052'],
])('behind a proxy %s is reached as %s', (target, reached) => {
  expect(planRoute(target, sidecar)).toEqual({ kind: 'proxy', target: reached });
  expect(planRoute(target, waypoint)).toEqual({ kind: 'proxy', target: reached });
});

test.each([
  ['kubernetes:///inventory:grpc', none, 'client'],
  ['kubernetes:///inventory:grpc', ambient, 'client'],
  ['dns:///inventory:50052', proxyless, 'client'],
  ['xds:///inventory', proxyless, 'control_plane'],
  ['xds:///inventory', none, 'control_plane'],
] as const)('%s in %j is the business of: %s', (target, mesh, kind) => {
  expect(planRoute(target, mesh, { warn: () => undefined })).toEqual({ kind, target });
});

test('a proxy sees no calls that are encrypted here: they are the client’s business', () => {
  const target = 'dns:///api.example.com:443';
  const route = { kind: 'client', target };
  expect(planRoute(target, sidecar, { isSecured: true })).toEqual(route);
  expect(planRoute(target, waypoint, { isSecured: true })).toEqual(route);
  expect(() => planRoute('xds:///inventory', sidecar, { isSecured: true })).toThrow(
    'must not be xds:',
  );
});

test('a target past a proxyless mesh is warned of', () => {
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  planRoute('xds:///inventory', proxyless, { warn });
  planRoute('dns:///inventory:50052', none, { warn });
  expect(warnings).toEqual([]);
  planRoute('dns:///inventory:50052', proxyless, { warn });
  expect(warnings).toEqual([
    'the mesh is proxyless, and dns:///inventory:50052 is no xds: target: it sees nothing of its calls',
  ]);
});

test('a kubernetes: target without a port is refused behind a proxy', () => {
  expect(() => planRoute('kubernetes:///inventory.shop', sidecar)).toThrow(
    'client.target must name a port behind a proxy, such as kubernetes:///inventory.shop:grpc, got "kubernetes:///inventory.shop"',
  );
});

test('an xds: target is refused behind a proxy', () => {
  expect(() => planRoute('xds:///inventory', sidecar)).toThrow(
    'client.target must not be xds: where a proxy is in the way (the mesh is sidecar)',
  );
});
