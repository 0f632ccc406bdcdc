import {
  Client,
  credentials,
  type MethodDefinition,
  Server,
  ServerCredentials,
} from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';
import { expect, onTestFinished, test } from 'vitest';
import { callUnary } from '../../test/calls.ts';
import { LIVENESS, serveHealth } from './health.ts';

type Check = MethodDefinition<{ service: string }, { status: string }> & {
  requestStream: false;
  responseStream: false;
};
const { Check: check } = healthService as unknown as { Check: Check };

test('a server that is not open yet lives and does not serve', async () => {
  const grpc = new Server();
  const health = serveHealth([grpc], ['shop']);
  const port = await new Promise<number>((resolve, reject) => {
    grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  onTestFinished(() => {
    client.close();
    grpc.forceShutdown();
  });
  const statusOf = async (service: string) =>
    (await callUnary(client, check, { service }).response).status;
  const all = () => Promise.all([statusOf(''), statusOf('shop'), statusOf(LIVENESS)]);

  expect(await all()).toEqual(['NOT_SERVING', 'NOT_SERVING', 'SERVING']);
  health.begin();
  expect(await all()).toEqual(['SERVING', 'SERVING', 'SERVING']);
  health.leave();
  health.begin();
  expect(await all()).toEqual(['NOT_SERVING', 'NOT_SERVING', 'SERVING']);
});
