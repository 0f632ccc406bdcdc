// Some small servers in this process, so that the examples have something to call.
import {
  type Client,
  Server,
  ServerCredentials,
  type ServerInterceptor,
  type ServerUnaryCall,
} from '@grpc/grpc-js';

const asIs = (bytes: Buffer) => bytes;
const path = '/example.Greeter/Greet';

export async function startGreeters(count: number, interceptors: ServerInterceptor[] = []) {
  const calls = Array.from({ length: count }, () => 0);
  const delaysMs = Array.from({ length: count }, () => 1);
  const servers = calls.map((_, i) => {
    const server = new Server({ interceptors });
    const greet = (_call: ServerUnaryCall<Buffer, Buffer>, done: (e: null, b: Buffer) => void) => {
      calls[i]! += 1;
      setTimeout(() => done(null, Buffer.from(String(i))), delaysMs[i]!);
    };
    server.addService(
      {
        greet: {
          path,
          requestStream: false,
          responseStream: false,
          requestSerialize: asIs,
          requestDeserialize: asIs,
          responseSerialize: asIs,
          responseDeserialize: asIs,
        },
      },
      { greet },
    );
    return server;
  });
  const ports = await Promise.all(servers.map(bind));

  return {
    target: `ipv4:${ports.map((port) => `127.0.0.1:${port}`).join(',')}`,
    /** Calls that each server has had since all were connected. */
    calls: () => calls,
    slowDown: (server: number, delayMs: number) => void (delaysMs[server] = delayMs),
    greet: (client: Client) =>
      new Promise<number>((resolve, reject) => {
        client.makeUnaryRequest(path, asIs, asIs, Buffer.from('hello'), (error, answer) =>
          error === null ? resolve(Number(answer!.toString())) : reject(error),
        );
      }),
    async waitUntilAllConnected(client: Client) {
      const seen = new Set<number>();
      while (seen.size < count) seen.add(await this.greet(client));
      calls.fill(0);
    },
    async [Symbol.asyncDispose]() {
      for (const server of servers) server.forceShutdown();
      await Promise.resolve();
    },
  };
}

function bind(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    const credentials = ServerCredentials.createInsecure();
    server.bindAsync('127.0.0.1:0', credentials, (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}
