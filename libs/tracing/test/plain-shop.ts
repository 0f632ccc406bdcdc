import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type Interceptor,
  type ServerInterceptor,
  type ServiceError,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';

const identity = (bytes: Buffer): Buffer => bytes;

const kinds = {
  Unary: [false, false],
  ServerStream: [false, true],
  ClientStream: [true, false],
  Bidi: [true, true],
} as const;
export type Kind = keyof typeof kinds;

export const pathOf = (kind: Kind): string => `/test.Shop/${kind}`;

const definition = Object.fromEntries(
  Object.entries(kinds).map(([name, [requestStream, responseStream]]) => [
    name,
    {
      ...{ path: pathOf(name as Kind), requestStream, responseStream },
      ...{ requestSerialize: identity, requestDeserialize: identity },
      ...{ responseSerialize: identity, responseDeserialize: identity },
    },
  ]),
);

/** A plain grpc-js server of one method of each kind. */
export interface PlainShop extends AsyncDisposable {
  readonly address: string;
}

export async function startPlainShop(
  handlers: UntypedServiceImplementation,
  interceptors: readonly ServerInterceptor[] = [],
): Promise<PlainShop> {
  const server = new Server({ interceptors: [...interceptors] });
  server.addService(definition, handlers);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return {
    address: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  };
}

/** Plain calls; messages are bytes. */
export class PlainClient implements Disposable {
  readonly #client: Client;

  constructor(address: string, interceptors: readonly Interceptor[] = []) {
    this.#client = new Client(address, credentials.createInsecure(), {
      interceptors: [...interceptors],
      'grpc.use_local_subchannel_pool': 1,
    });
  }

  unary(metadata = new Metadata()): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, answer?: Buffer): void =>
        error === null ? resolve(answer!) : reject(error);
      const message = Buffer.from('hello');
      this.#client.makeUnaryRequest(pathOf('Unary'), identity, identity, message, metadata, done);
    });
  }

  async serverStream(): Promise<number> {
    const message = Buffer.from('hello');
    const call = this.#client.makeServerStreamRequest(
      ...([pathOf('ServerStream'), identity, identity, message] as const),
    );
    return (await call.toArray()).length;
  }

  clientStream(messages: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const call = this.#client.makeClientStreamRequest(
        ...([pathOf('ClientStream'), identity, identity] as const),
        (error: ServiceError | null, answer?: Buffer) =>
          error === null ? resolve(answer!) : reject(error),
      );
      for (let sent = 0; sent < messages; sent += 1) call.write(Buffer.from('one'));
      call.end();
    });
  }

  async bidi(messages: number): Promise<number> {
    const call = this.#client.makeBidiStreamRequest(
      ...([pathOf('Bidi'), identity, identity] as const),
    );
    for (let sent = 0; sent < messages; sent += 1) call.write(Buffer.from('one'));
    call.end();
    return (await call.toArray()).length;
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}
