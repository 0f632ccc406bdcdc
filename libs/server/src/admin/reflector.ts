import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { protoPath as healthProtoPath } from 'grpc-health-check';

/** Answers one message of the reflection protocol, bytes in and bytes out. */
export type Reflect = (request: Buffer) => Buffer;

/** The answerers of all versions of the protocol, by the path of their method. */
export function createReflectors(
  descriptors: Uint8Array,
  serviceNames: readonly string[],
): ReadonlyMap<string, Reflect> {
  const reflectors = new Map<string, Reflect>();
  const service = new ReflectionService(
    { ...filesOf(descriptors), ...loadSync(healthProtoPath) },
    { services: [...serviceNames, 'grpc.health.v1.Health'] },
  );
  const collector = {
    addService(definition: ServiceDefinition, implementation: Record<string, StreamHandler>) {
      for (const [name, method] of Object.entries(definition)) {
        const handler = implementation[name];
        if (handler === undefined) continue;
        reflectors.set(method.path, (bytes) => {
          const response = answerOf(handler, method.requestDeserialize(bytes));
          return method.responseSerialize(response);
        });
      }
    },
  };
  service.addToServer(collector as unknown as Parameters<ReflectionService['addToServer']>[0]);
  return reflectors;
}

interface MessageStream {
  on(event: string, listener: (message: unknown) => void): void;
  write(message: unknown): void;
  end(): void;
}
type StreamHandler = (stream: MessageStream) => void;

/** @grpc/reflection listens for `data` and answers each message before it returns. */
function answerOf(handler: StreamHandler, request: unknown): unknown {
  let answer: unknown;
  let tell: ((message: unknown) => void) | undefined;
  handler({
    on: (event, listener) => (tell = event === 'data' ? listener : tell),
    write: (message) => (answer = message),
    end: () => undefined,
  });
  tell?.(request);
  return answer;
}

/** The files as they were compiled; proto-loader would rearrange them by package. */
function filesOf(descriptors: Uint8Array): PackageDefinition {
  const { file } = fromBinary(FileDescriptorSetSchema, descriptors);
  const fileDescriptorProtos = file.map((proto) =>
    Buffer.from(toBinary(FileDescriptorProtoSchema, create(FileDescriptorProtoSchema, proto))),
  );
  // The one field that reflection reads of a definition.
  return { files: { fileDescriptorProtos } } as unknown as PackageDefinition;
}
