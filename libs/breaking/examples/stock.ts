// A server in this process that fails on demand, so that the example has something to call.
import { type Client, Server, ServerCredentials, status } from '@grpc/grpc-js';

const asIs = (bytes: Buffer) => bytes;
const path = '/example.Stock/Count';

export async function startStock() {
  let isFailing = false;
  let calls = 0;
  const server = new Server();
  server.addService(
    {
      count: {
        path,
        requestStream: false,
        responseStream: false,
        requestSerialize: asIs,
        requestDeserialize: asIs,
        responseSerialize: asIs,
        responseDeserialize: asIs,
      },
    },
    {
      count: (_call: unknown, answer: (error: object | null, bytes?: Buffer) => void) => {
        calls += 1;
        if (!isFailing) return answer(null, Buffer.from('12'));
        return answer({ code: status.INTERNAL, details: 'the disk is full' });
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    target: `127.0.0.1:${port}`,
    fail: (fails: boolean) => void (isFailing = fails),
    calls: () => calls,
    count: (client: Client) =>
      new Promise<string>((resolve, reject) => {
        client.makeUnaryRequest(path, asIs, asIs, Buffer.alloc(0), (error, answer) =>
          error === null ? resolve(answer!.toString()) : reject(error),
        );
      }),
    [Symbol.asyncDispose]: () => Promise.resolve(server.forceShutdown()),
  };
}
