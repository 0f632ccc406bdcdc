import type { Server, ServiceDefinition } from '@grpc/grpc-js';
import type { CallRegistry } from '../calls/call-registry.ts';
import { createGrpcHandler } from '../calls/grpc-handlers.ts';
import { createResponseEncoder } from '../calls/response-encoder.ts';
import type { Reflect } from './reflector.ts';

const asIs = (bytes: Buffer): Buffer => bytes;

/**
 * Serves `grpc.reflection.v1`, and `v1alpha` for older tools. The messages go through as bytes, so
 * that nothing of reflection is loaded before somebody asks: it would cost each start 60 ms.
 */
export function serveReflection(
  server: Server,
  registry: CallRegistry,
  descriptors: Uint8Array,
  serviceNames: readonly string[],
): void {
  let loading: Promise<ReadonlyMap<string, Reflect>> | undefined;
  const load = (): Promise<ReadonlyMap<string, Reflect>> =>
    (loading ??= import('./reflector.ts').then(({ createReflectors }) =>
      createReflectors(descriptors, serviceNames),
    ));
  for (const version of ['v1', 'v1alpha']) {
    const definition = {
      path: `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
      requestStream: true,
      responseStream: true,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    };
    const encoder = createResponseEncoder(definition, Number.POSITIVE_INFINITY);
    const handler = createGrpcHandler(
      {
        path: definition.path,
        definition,
        encoder,
        drain: 'end',
        refusalOf: () => undefined,
        violationsOf: () => [],
        handler: (requests) =>
          reflectEach(requests as AsyncIterable<Buffer>, definition.path, load),
      },
      registry,
    );
    const service: ServiceDefinition = {
      serverReflectionInfo: { ...definition, responseSerialize: encoder.serialize },
    };
    server.addService(service, { serverReflectionInfo: handler });
  }
}

async function* reflectEach(
  requests: AsyncIterable<Buffer>,
  path: string,
  load: () => Promise<ReadonlyMap<string, Reflect>>,
): AsyncIterable<Buffer> {
  const reflect = (await load()).get(path);
  if (reflect === undefined) throw new Error(`@grpc/reflection serves no ${path}`);
  for await (const request of requests) yield reflect(request);
}
