/** A service of all four call kinds over JSON, so that a transport can be tested without contracts. */
export interface TestMessage {
  readonly text: string;
  readonly count: number;
}

function serialize(message: TestMessage): Buffer {
  return Buffer.from(JSON.stringify(message));
}

function deserialize(bytes: Buffer): TestMessage {
  return JSON.parse(String(bytes)) as TestMessage;
}

const codec = {
  requestSerialize: serialize,
  requestDeserialize: deserialize,
  responseSerialize: serialize,
  responseDeserialize: deserialize,
} as const;

/** Has the shape of a generated grpc-js service definition. */
export const testServiceDefinition = {
  unary: {
    path: '/ballast.testing.v1.TestService/Unary',
    requestStream: false,
    responseStream: false,
    ...codec,
  },
  serverStream: {
    path: '/ballast.testing.v1.TestService/ServerStream',
    requestStream: false,
    responseStream: true,
    ...codec,
  },
  clientStream: {
    path: '/ballast.testing.v1.TestService/ClientStream',
    requestStream: true,
    responseStream: false,
    ...codec,
  },
  bidi: {
    path: '/ballast.testing.v1.TestService/Bidi',
    requestStream: true,
    responseStream: true,
    ...codec,
  },
} as const;

export type TestServiceDefinition = typeof testServiceDefinition;
