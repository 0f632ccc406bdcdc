import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { loadSync, type MethodDefinition, type ServiceDefinition } from '@grpc/proto-loader';

const require = createRequire(import.meta.url);

/** In a bundle there are no packages; their files go with it (tools/images/src/stage-e2e.ts). */
function folderOf(name: string): string {
  const beside = join(import.meta.dirname, 'packages', name);
  return existsSync(beside) ? beside : dirname(require.resolve(`${name}/package.json`));
}

/** The protocols that every server speaks beside its own, from the files of those who define them. */
const protocols = {
  health: {
    service: 'grpc.health.v1.Health',
    file: join(folderOf('grpc-health-check'), 'proto/health/v1/health.proto'),
  },
  reflection: {
    service: 'grpc.reflection.v1.ServerReflection',
    file: join(folderOf('@grpc/reflection'), 'build/proto/grpc/reflection/v1/reflection.proto'),
  },
  channelz: {
    service: 'grpc.channelz.v1.Channelz',
    file: join(folderOf('@grpc/grpc-js'), 'proto/channelz.proto'),
  },
} as const;

/** A client of one server that has nothing of ours in it. */
export interface Peer extends Disposable {
  /** A unary call. */
  call(method: string, request: object): Promise<unknown>;
  /** The first answer of a call that streams; then the call is cancelled. */
  first(method: string, request: object): Promise<unknown>;
}

type Method = MethodDefinition<object, object>;

const timeoutMs = 5000;

/** @param authority that the calls name; default: the address */
export function createPeer(
  protocol: keyof typeof protocols,
  address: string,
  authority = address,
): Peer {
  const { service, file } = protocols[protocol];
  const definition = loadSync(file, { keepCase: true, enums: String })[
    service
  ] as ServiceDefinition;
  const client = new Client(address, credentials.createInsecure(), {
    'grpc.default_authority': authority,
  });
  const find = (name: string): Method => {
    const method = definition[name];
    if (method === undefined) throw new Error(`${service} has no method ${name}`);
    return method;
  };
  const deadline = () => ({ deadline: Date.now() + timeoutMs });
  const converse = ({ path, requestSerialize, responseDeserialize }: Method, request: object) => {
    const call = client.makeBidiStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      deadline(),
    );
    call.write(request);
    return call;
  };
  const listen = ({ path, requestSerialize, responseDeserialize }: Method, request: object) =>
    client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      deadline(),
    );
  return {
    call(name, request) {
      const { path, requestSerialize, responseDeserialize } = find(name);
      return new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          deadline(),
          (error, response) => (error ? reject(error) : resolve(response)),
        );
      });
    },
    first(name, request) {
      const method = find(name);
      const call = method.requestStream ? converse(method, request) : listen(method, request);
      return new Promise((resolve, reject) => {
        call.once('data', resolve);
        call.once('end', () => reject(new Error(`${method.path} ended without an answer`)));
        // After the cancel there is an error of our own making.
        call.on('error', reject);
      }).finally(() => call.cancel());
    },
    [Symbol.dispose]: () => client.close(),
  };
}
