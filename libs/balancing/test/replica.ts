import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerInterceptor,
  type ServerUnaryCall,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';

const asIs = (bytes: Buffer) => bytes;
const method = (name: string, responseStream: boolean) => ({
  path: `/test.Echo/${name}`,
  requestStream: false,
  responseStream,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
});

export const echoService = {
  call: method('Call', false),
} satisfies ServiceDefinition;

export type Behaviour = (call: ServerUnaryCall<Buffer, Buffer>) => Promise<Answer> | Answer;
export interface Answer {
  readonly code?: status;
  readonly trailers?: Metadata;
}

/** A real server that answers with its own port, and that a test can make misbehave. */
export class Replica implements AsyncDisposable {
  calls = 0;
  behave: Behaviour = () => ({});
  readonly #server: Server;
  readonly port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async start(options: { port?: number; interceptors?: ServerInterceptor[] } = {}) {
    const server = new Server({ interceptors: options.interceptors ?? [] });
    const box: { replica?: Replica } = {};
    const implementation: UntypedServiceImplementation = {
      call: (
        call: ServerUnaryCall<Buffer, Buffer>,
        done: (error: object | null, value?: Buffer, trailers?: Metadata) => void,
      ) => {
        const { replica } = box;
        replica!.calls += 1;
        void Promise.resolve(replica!.behave(call)).then(({ code, trailers }) => {
          if (code === undefined || code === status.OK) {
            done(null, Buffer.from(String(replica!.port)), trailers);
          } else {
            done({ code, details: status[code], metadata: trailers ?? new Metadata() });
          }
        });
      },
    };
    server.addService(echoService, implementation);
    const port = await new Promise<number>((resolve, reject) => {
      const address = `127.0.0.1:${options.port ?? 0}`;
      server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    box.replica = new Replica(server, port);
    return box.replica;
  }

  get endpoint() {
    return { addresses: [{ host: '127.0.0.1', port: this.port }] };
  }

  /** As a crash does it: connections are cut. */
  kill(): void {
    this.#server.forceShutdown();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.forceShutdown();
    await Promise.resolve();
  }
}

export async function startReplicas(count: number): Promise<Replica[] & AsyncDisposable> {
  const replicas = await Promise.all(Array.from({ length: count }, () => Replica.start()));
  return Object.assign(replicas, {
    [Symbol.asyncDispose]: async () => {
      for (const replica of replicas) await replica[Symbol.asyncDispose]();
    },
  });
}
