const asIs = (bytes: Buffer) => bytes;

/** A unary method whose messages are bytes. */
export const callMethod = {
  path: '/bench.Fleet/Call',
  requestStream: false,
  responseStream: false,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
} as const;
