import { InventoryServiceService as inventory, descriptors } from '@ballast/contracts';
import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { getChannelzServiceDefinition, type MethodDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { service as healthService } from 'grpc-health-check';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callBidi, callServerStream, callUnary, collect } from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';

const inventoryName = 'ballast.inventory.v1.InventoryService';
type Method = MethodDefinition<unknown, Record<string, unknown>>;
type UnaryMethod = Method & { requestStream: false; responseStream: false };
const health = healthService as unknown as Record<'Check' | 'List' | 'Watch', UnaryMethod>;

const reflectionProto = join(
  dirname(createRequire(import.meta.url).resolve('@grpc/reflection')),
  '../proto/grpc/reflection/v1/reflection.proto',
);
const reflection = loadSync(reflectionProto)['grpc.reflection.v1.ServerReflection'] as unknown as {
  ServerReflectionInfo: Method;
};

describe('health', () => {
  it.each(['', inventoryName, 'liveness'])('of %j is SERVING from the start', async (service) => {
    await using shop = await startInventory({});
    const { response } = callUnary(shop.client, health.Check, { service });
    expect(await response).toEqual({ status: 'SERVING' });
  });

  it('of an unknown service is NOT_FOUND', async () => {
    await using shop = await startInventory({});
    const { response } = callUnary(shop.client, health.Check, { service: 'nobody' });
    await expect(response).rejects.toMatchObject({ code: 5 });
  });

  it('lists every service', async () => {
    await using shop = await startInventory({});
    expect(await callUnary(shop.client, health.List, {}).response).toEqual({
      statuses: {
        '': { status: 'SERVING' },
        [inventoryName]: { status: 'SERVING' },
        liveness: { status: 'SERVING' },
      },
    });
  });

  it('tells a watcher each change, and at the end to come back', async () => {
    const shop = await startInventory({});
    const stream = callServerStream(shop.client, health.Watch, { service: inventoryName });
    const collected = collect(stream);
    await new Promise((resolve) => stream.once('data', resolve));
    shop.server.health.set(inventoryName, false);
    shop.server.health.set(inventoryName, true);
    await shop[Symbol.asyncDispose]();
    const { messages, error } = await collected;
    expect(messages.map(({ status }) => status)).toEqual([
      'SERVING',
      'NOT_SERVING',
      'SERVING',
      'NOT_SERVING',
    ]);
    expect(error).toMatchObject({ code: 14, reason: 'SERVER_DRAINING', retryDelayMs: 0 });
  });
});

describe('reflection', () => {
  async function ask(...requests: object[]): Promise<Record<string, unknown>[]> {
    await using shop = await startInventory({});
    const stream = callBidi(shop.client, reflection.ServerReflectionInfo);
    for (const request of requests) stream.write(request);
    stream.end();
    const { messages, error } = await collect(stream);
    expect(error).toBeUndefined();
    return messages;
  }

  it('lists what is served, and nothing else that the descriptors know', async () => {
    const [answer] = await ask({ listServices: '*' });
    expect(answer).toMatchObject({
      listServicesResponse: {
        service: [
          { name: 'ballast.admin.v1.AdminService' },
          { name: inventoryName },
          { name: 'grpc.health.v1.Health' },
        ],
      },
    });
  });

  it('gives the file of a symbol as it was compiled, rules and all', async () => {
    const [answer] = await ask({ fileContainingSymbol: `${inventoryName}.GetStock` });
    const { fileDescriptorProto } = answer?.['fileDescriptorResponse'] as {
      fileDescriptorProto: Buffer[];
    };
    const files = fileDescriptorProto.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));
    expect(files.map(({ name }) => name)).toEqual([
      'ballast/inventory/v1/inventory.proto',
      'google/protobuf/timestamp.proto',
    ]);
    const compiled = fromBinary(FileDescriptorSetSchema, descriptors).file.find(
      ({ name }) => name === 'ballast/inventory/v1/inventory.proto',
    );
    expect(files[0]?.messageType.map(({ name }) => name)).toEqual(
      compiled?.messageType.map(({ name }) => name),
    );
  });

  it('answers several questions in one stream, errors among them', async () => {
    const answers = await ask({ fileContainingSymbol: 'no.such.Thing' }, { listServices: '' });
    expect(answers).toMatchObject([
      { errorResponse: { errorCode: 5 } },
      { listServicesResponse: {} },
    ]);
  });
});

describe('channelz', () => {
  it('shows the server and its calls', async () => {
    await using shop = await startInventory({ getStock: async () => ({ stock: undefined }) });
    await callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
    const channelz = getChannelzServiceDefinition() as unknown as { GetServers: UnaryMethod };
    const { server } = (await callUnary(shop.client, channelz.GetServers, {}).response) as {
      server: { data: { calls_started: string; calls_succeeded: string } }[];
    };
    expect(server).toHaveLength(1);
    expect(server[0]?.data).toMatchObject({ calls_started: '2', calls_succeeded: '1' });
  });
});
