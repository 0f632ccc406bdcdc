import { registerDiscovery } from '@ballast/discovery';
import { message, startAdsServer, text } from '@ballast/discovery/ads-server';
import { Client, credentials } from '@grpc/grpc-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readState } from '../../test/read-state.ts';
import { startInventory } from '../../test/start-inventory.ts';

const proxyless = {
  ...({ mode: 'proxyless', isCertain: true, hasWaypoint: false } as const),
  why: 'BALLAST_MESH is proxyless',
};

test('what a control plane says and the process cannot go by stands in the state', async () => {
  const mirrored = { route: message(30, text(1, 'elsewhere')) };
  await using plane = await startAdsServer('orders', { host: '127.0.0.1', port: 1 }, mirrored);
  vi.stubEnv('GRPC_XDS_BOOTSTRAP', '');
  vi.stubEnv('GRPC_XDS_BOOTSTRAP_CONFIG', plane.bootstrap());
  onTestFinished(() => void vi.unstubAllEnvs());
  registerDiscovery();
  const client = new Client('xds:///orders', credentials.createInsecure());
  onTestFinished(() => client.close());
  await new Promise((resolve) => client.makeUnaryRequest('/any', toBytes, toBytes, plane, resolve));
  await using shop = await startInventory({}, { server: { mesh: proxyless } });
  expect((await readState(shop)).mesh?.refused).toEqual([
    expect.stringMatching(
      /^xds:\/\/\/orders: xds: routes orders: request_mirror_policies of route/,
    ),
  ]);
});

const toBytes = () => Buffer.alloc(0);
