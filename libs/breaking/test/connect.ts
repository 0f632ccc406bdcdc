import { startTestServer, testServiceDefinition } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { createBreakingInterceptor, createMethodGuards } from '../src/index.ts';
import type { TestHandlers, TestMessage } from '@ballast/testing';
import type { MethodGuardsOptions } from '../src/index.ts';

type Ended = grpc.StatusObject;

/** A real server, and a client of plain grpc-js under guards. */
export async function connect(
  handlers: Partial<TestHandlers>,
  options: Partial<MethodGuardsOptions> = {},
) {
  const server = await startTestServer({ handlers });
  const guards = createMethodGuards({ name: 'testing', random: () => 1, ...options });
  const TestClient = grpc.makeGenericClientConstructor(testServiceDefinition, 'TestService');
  const client = new TestClient(server.address, grpc.credentials.createInsecure(), {
    interceptors: [createBreakingInterceptor(guards)],
  });
  const { unary, serverStream, clientStream, bidi } = testServiceDefinition;
  const message: TestMessage = { text: 'x', count: 3 };

  /** How a call of each kind ends, and what it received before. */
  const calls = {
    unary: (callOptions: grpc.CallOptions = {}) =>
      new Promise<Ended>((resolve) => {
        const { path, requestSerialize, responseDeserialize } = unary;
        client
          .makeUnaryRequest(
            path,
            requestSerialize,
            responseDeserialize,
            message,
            callOptions,
            () => {
              // The status says it all.
            },
          )
          .on('status', resolve);
      }),
    serverStream: (onMessage = (_message: TestMessage) => {}) =>
      new Promise<Ended>((resolve) => {
        const { path, requestSerialize, responseDeserialize } = serverStream;
        client
          .makeServerStreamRequest(path, requestSerialize, responseDeserialize, message)
          .on('data', onMessage)
          .on('error', () => {})
          .on('status', resolve);
      }),
    clientStream: () =>
      new Promise<Ended>((resolve) => {
        const { path, requestSerialize, responseDeserialize } = clientStream;
        const call = client.makeClientStreamRequest(
          path,
          requestSerialize,
          responseDeserialize,
          () => {
            // The status says it all.
          },
        );
        call.on('status', resolve);
        call.write(message);
        call.end();
      }),
    bidi: (onMessage = (_message: TestMessage) => {}) =>
      new Promise<Ended>((resolve) => {
        const { path, requestSerialize, responseDeserialize } = bidi;
        const call = client
          .makeBidiStreamRequest(path, requestSerialize, responseDeserialize)
          .on('data', onMessage)
          .on('error', () => {})
          .on('status', resolve);
        call.write(message);
        call.end();
      }),
  };

  return {
    server,
    client,
    guards,
    calls,
    async [Symbol.asyncDispose]() {
      client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
