// What a sidecar does to unary calls that fail: sends them again, at once, so many times at most.
import { startTestServer, testServiceDefinition, type TestServer } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';

/** A real HTTP/2 proxy of the test service's unary method, in front of one backend. */
export async function startRepeatingProxy(
  backend: string,
  { maxAttempts }: { readonly maxAttempts: number },
): Promise<TestServer> {
  const upstream = new grpc.Client(backend, grpc.credentials.createInsecure(), {
    ...{ 'grpc.enable_retries': 0, 'grpc.use_local_subchannel_pool': 1 },
  });
  const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
  const server = await startTestServer({
    handlers: {
      unary: (call, answer) => {
        const attempt = (number: number): void => {
          upstream.makeUnaryRequest(
            ...([path, requestSerialize, responseDeserialize, call.request] as const),
            (error, response) => {
              if (error === null) answer(null, response!);
              else if (number < maxAttempts) attempt(number + 1);
              else answer(error);
            },
          );
        };
        attempt(1);
      },
    },
  });
  return {
    ...server,
    [Symbol.asyncDispose]: async () => {
      upstream.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
