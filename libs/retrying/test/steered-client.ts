import * as grpc from '@grpc/grpc-js';
import { testServiceDefinition, type TestMessage } from '@ballast/testing';
import { createSteering, createSteeringInterceptor, createSteeringOption } from '../src/index.ts';
import { registerSteering } from '../src/index.ts';
import type { Steering, SteeringOptions, World } from '../src/index.ts';

export const unaryPath = testServiceDefinition.unary.path;

/** Retries at once, as far as grpc-js's timers go. */
export const quickRetries = {
  maxAttempts: 4,
  initialBackoff: '0.001s',
  maxBackoff: '0.001s',
  backoffMultiplier: 1,
  retryableStatusCodes: ['UNAVAILABLE'],
};

/** All methods idempotent, with quick retries. */
export const retryAll: SteeringOptions = {
  methodConfig: [{ name: [{}], retryPolicy: quickRetries }],
  methods: [{ name: [{}], idempotent: true }],
};

export interface CallEnd {
  readonly code: grpc.status;
  readonly details: string;
  readonly answer: TestMessage | undefined;
  readonly trailers: grpc.Metadata;
}

export interface CallOptions {
  readonly metadata?: grpc.Metadata;
  readonly deadline?: number;
  /** Aborts the call. */
  readonly signal?: AbortSignal;
}

/** A plain grpc-js client on a steered channel. */
export interface SteeredClient extends Disposable {
  readonly steering: Steering;
  readonly client: grpc.Client;
  call(options?: CallOptions): Promise<CallEnd>;
  /** So many, one after the other. */
  callTimes(count: number): Promise<CallEnd[]>;
}

export function connect(
  ports: readonly number[],
  options: SteeringOptions,
  { world, channel = {} }: { world?: World; channel?: grpc.ChannelOptions } = {},
): SteeredClient {
  registerSteering();
  const steering = createSteering(options, world);
  const target = `ipv4:${ports.map((port) => `127.0.0.1:${port}`).join(',')}`;
  const client = new grpc.Client(target, grpc.credentials.createInsecure(), {
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
    'grpc.use_local_subchannel_pool': 1,
    interceptors: [createSteeringInterceptor(steering)],
    ...createSteeringOption(steering),
    ...channel,
  });
  const call = (callOptions?: CallOptions) => callUnary(client, callOptions);
  return {
    steering,
    client,
    call,
    callTimes: async (count) => {
      const ends: CallEnd[] = [];
      for (let i = 0; i < count; i += 1) ends.push(await call());
      return ends;
    },
    [Symbol.dispose]: () => client.close(),
  };
}

export function callUnary(client: grpc.Client, options: CallOptions = {}): Promise<CallEnd> {
  const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
  const { metadata = new grpc.Metadata(), deadline = Date.now() + 20_000, signal } = options;
  return new Promise((resolve) => {
    let answer: TestMessage | undefined;
    const call = client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { text: 'hello', count: 1 },
      metadata,
      { deadline },
      (_error, value) => (answer = value),
    );
    call.on('status', ({ code, details, metadata: trailers }) =>
      resolve({ code, details, answer, trailers }),
    );
    signal?.addEventListener('abort', () => call.cancel());
  });
}

/** Fails with a code, and whatever trailers. */
export function failing(code: grpc.status, trailers: Record<string, string> = {}) {
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return (_call: unknown, answer: grpc.sendUnaryData<TestMessage>): void =>
    answer({ code, details: grpc.status[code], metadata });
}
