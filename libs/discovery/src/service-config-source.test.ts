import * as grpc from '@grpc/grpc-js';
import { startTestServer, testServiceDefinition } from '@ballast/testing';
import { beforeAll, expect, test } from 'vitest';
import { createServiceConfigOption, registerDiscovery } from './index.ts';

beforeAll(() => registerDiscovery());

test('a source with a selector of its own chooses the method config of each call', async () => {
  await using server = await startTestServer();
  const asked: string[] = [];
  const configSelector: grpc.experimental.ConfigSelector = {
    invoke: (path) => {
      asked.push(path);
      return {
        methodConfig: { name: [] },
        pickInformation: {},
        status: grpc.status.OK,
        dynamicFilterFactories: [],
      };
    },
    unref: () => undefined,
  };
  const source = {
    current: { loadBalancingConfig: [{ round_robin: {} }], methodConfig: [] },
    configSelector,
    subscribe: () => () => undefined,
  };
  const client = new grpc.Client(
    `static:///${server.address}`,
    grpc.credentials.createInsecure(),
    createServiceConfigOption(source),
  );
  const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
  const request = { text: 'hello', count: 1 };
  const answer = await new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, value) =>
      error === null ? resolve(value) : reject(error),
    );
  });
  client.close();
  expect(answer).toEqual(request);
  expect(asked).toEqual([path]);
});
