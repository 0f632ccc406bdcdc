// What reaches a balancing policy: endpoints with notes, the same objects as long as they do not
// change, and the caller's zone.
import * as grpc from '@grpc/grpc-js';
import { afterEach, expect, test, vi } from 'vitest';
import { waitUntil } from '@ballast/testing';
import { createEndpointsFile, type EndpointsFile } from '../test/endpoints-file.ts';
import type { DeliveredEndpoint } from './endpoint-set.ts';
import { registerDiscovery, snapshotDiscovery } from './index.ts';

interface Update {
  readonly endpoints: readonly DeliveredEndpoint[];
  readonly options: grpc.ChannelOptions;
}

const updates: Update[] = [];

class RecordingPolicy implements grpc.experimental.LoadBalancer {
  updateAddressList: grpc.experimental.LoadBalancer['updateAddressList'] = (
    list,
    _config,
    options,
  ) => {
    updates.push({ endpoints: list.ok ? list.value : [], options });
    return true;
  };
  exitIdle() {}
  resetBackoff() {}
  destroy() {}
  getTypeName() {
    return 'recording';
  }
}

class RecordingConfig implements grpc.experimental.TypedLoadBalancingConfig {
  getLoadBalancerName() {
    return 'recording';
  }
  toJsonObject() {
    return { recording: {} };
  }
  static createFromJson() {
    return new RecordingConfig();
  }
}

registerDiscovery();
grpc.experimental.registerLoadBalancerType('recording', RecordingPolicy, RecordingConfig);

const clients: grpc.Client[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  updates.length = 0;
});

function connect(file: EndpointsFile, options: grpc.ChannelOptions = {}) {
  const client = new grpc.Client(`file://${file.path}`, grpc.credentials.createInsecure(), {
    'grpc.service_config': '{"loadBalancingConfig":[{"recording":{}}]}',
    ...options,
  });
  client.getChannel().getConnectivityState(true);
  clients.push(client);
}

const text = (endpoints: readonly object[]) => JSON.stringify({ endpoints });

test('notes stand on the endpoint, and an endpoint that did not change is the same object', async () => {
  await using file = await createEndpointsFile();
  const [a, b] = [
    { address: '127.0.0.1:1', zone: 'z1', weight: 3, hashKey: 'k' },
    { address: '127.0.0.1:2' },
  ];
  await file.overwrite(text([a, b]));
  connect(file);
  await waitUntil(() => updates.length === 1, { what: 'the set is delivered' });
  await file.overwrite(text([a, { ...b, weight: 2 }]));
  await waitUntil(() => updates.length === 2, { what: 'the change is delivered' });
  const [first, second] = updates;
  expect(first?.endpoints).toEqual([
    { addresses: [{ host: '127.0.0.1', port: 1 }], zone: 'z1', weight: 3, hashKey: 'k' },
    { addresses: [{ host: '127.0.0.1', port: 2 }] },
  ]);
  expect(second?.endpoints[0]).toBe(first?.endpoints[0]);
  expect(second?.endpoints[1]).toMatchObject({ weight: 2 });
});

test('two channels of a target get the same objects', async () => {
  await using file = await createEndpointsFile(['127.0.0.1:1']);
  connect(file, { 'grpc.primary_user_agent': 'one' });
  connect(file, { 'grpc.primary_user_agent': 'two' });
  await waitUntil(() => updates.length === 2, { what: 'both are told' });
  expect(updates[0]?.endpoints[0]).toBe(updates[1]?.endpoints[0]);
});

test.each([
  ['BALLAST_ZONE', {}, 'env-zone'],
  ['BALLAST_NODE', {}, 'env-zone'],
  ['a channel option', { 'ballast.zone': 'own' }, 'own'],
])('the caller’s zone comes from %s', async (variable, options, zone) => {
  vi.stubEnv(variable, 'env-zone');
  await using file = await createEndpointsFile(['127.0.0.1:1']);
  connect(file, options);
  await waitUntil(() => updates.length === 1, { what: 'the set is delivered' });
  vi.unstubAllEnvs();
  expect(updates[0]?.options['ballast.zone']).toBe(zone);
});

test('a snapshot shows the targets that channels look at', async () => {
  await using file = await createEndpointsFile();
  await file.overwrite(text([{ address: '127.0.0.1:1', zone: 'z1' }]));
  connect(file);
  await waitUntil(() => updates.length === 1, { what: 'the set is delivered' });
  expect(snapshotDiscovery()).toMatchObject([
    {
      ...{ target: `file://${file.path}`, scheme: 'file', channels: 1, state: 'good' },
      endpoints: [{ host: '127.0.0.1', port: 1, zone: 'z1' }],
      lastError: null,
    },
  ]);
});
