import * as grpc from '@grpc/grpc-js';
import { startSilentServer, testServiceDefinition } from '@ballast/testing';
import { expect, test } from 'vitest';

test('a peer that says nothing costs a call its deadline and no more', async () => {
  await using server = await startSilentServer();
  const client = new grpc.Client(server.address, grpc.credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
  const failure = await new Promise<grpc.ServiceError | null>((resolve) => {
    const request = { text: 'anybody?', count: 1 };
    const options = { deadline: Date.now() + 100 };
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, options, resolve);
  });
  expect(failure?.code).toBe(grpc.status.DEADLINE_EXCEEDED);
  client.close();
});
