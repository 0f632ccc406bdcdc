import assert from 'node:assert/strict';
import { createPeer } from '../src/grpc-peer.ts';
import type { Case, Scenario } from '../src/scenario.ts';
import type { World } from '../src/world.ts';

const served = {
  orders: 'ballast.orders.v1.OrdersService',
  inventory: 'ballast.inventory.v1.InventoryService',
  notifications: 'ballast.notifications.v1.NotificationsService',
} as const;

export const grpcInfrastructure: Scenario = {
  name: 'gRPC infrastructure',
  needs: [],
  cases: [
    forEachReplica(
      'health says SERVING for the server and its service',
      async ({ address, authority, name }) => {
        using health = createPeer('health', address, authority);
        for (const service of ['', name]) {
          assert.deepEqual(await health.call('Check', { service }), { status: 'SERVING' });
        }
        await assert.rejects(health.call('Check', { service: 'no.such.Service' }), /NOT_FOUND/);
      },
    ),
    forEachReplica('health can be watched', async ({ address, authority, name }) => {
      using health = createPeer('health', address, authority);
      assert.deepEqual(await health.first('Watch', { service: name }), { status: 'SERVING' });
    }),
    forEachReplica(
      'reflection lists what is served, and has its descriptors',
      async ({ address, authority, name }) => {
        using reflection = createPeer('reflection', address, authority);
        const method = 'ServerReflectionInfo';
        const listed = await reflection.first(method, { list_services: '' });
        const names = (listed as ListServices).list_services_response.service.map(
          (one) => one.name,
        );
        for (const expected of [name, 'grpc.health.v1.Health', 'ballast.admin.v1.AdminService']) {
          assert.ok(names.includes(expected), `${expected} is not among ${names.join(', ')}`);
        }
        const found = await reflection.first(method, { file_containing_symbol: name });
        const files = (found as FileDescriptors).file_descriptor_response.file_descriptor_proto;
        assert.ok(files.some((file) => file.includes(name.split('.').at(-1) ?? '')));
      },
    ),
    forEachReplica('channelz shows the server', async ({ address, authority }) => {
      using channelz = createPeer('channelz', address, authority);
      const { server } = (await channelz.call('GetServers', {})) as { server: unknown[] };
      assert.notEqual(server.length, 0);
    }),
  ],
};

interface ListServices {
  readonly list_services_response: { readonly service: readonly { readonly name: string }[] };
}

interface FileDescriptors {
  readonly file_descriptor_response: { readonly file_descriptor_proto: readonly Buffer[] };
}

interface Looked {
  readonly address: string;
  readonly authority: string | undefined;
  /** Of the service that it serves. */
  readonly name: string;
}

function forEachReplica(name: string, look: (replica: Looked) => Promise<void>): Case {
  return {
    name: `every replica: ${name}`,
    async run({ platform }: World) {
      const replicas = await platform.replicas();
      let looked = 0;
      for (const { service, address, authority } of replicas) {
        if (service === 'gateway') continue;
        await look({ address, authority, name: served[service] });
        looked += 1;
      }
      assert.ok(looked >= 2, `${looked} replicas of gRPC services`);
    },
  };
}
