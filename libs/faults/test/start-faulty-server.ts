// A real server of the four call kinds with faults in it, and a plain grpc-js client.
import { once } from 'node:events';
import { startTestServer, testServiceDefinition, waitUntil } from '@ballast/testing';
import type { TestMessage, TestServer, TestServerOptions } from '@ballast/testing';
import {
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientWritableStream,
  credentials,
  makeClientConstructor,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { createFaultInterceptor, type Fault, type FaultEffect, FaultSet } from '../src/index.ts';

export interface Outcome {
  readonly code: status;
  readonly details: string;
  readonly messages: readonly TestMessage[];
}

export interface PendingCall {
  readonly outcome: Promise<Outcome>;
  cancel(): void;
}

export const callKinds = ['unary', 'serverStream', 'clientStream', 'bidi'] as const;
export type CallKind = (typeof callKinds)[number];

export interface FaultyServer extends AsyncDisposable {
  readonly faults: FaultSet;
  readonly server: TestServer;
  /** A fault on all methods, called `f`. */
  fault(effect: FaultEffect, rest?: Partial<Fault>): void;
  call(kind: CallKind, options?: { criticality?: string | undefined }): PendingCall;
  /** Waits until the fault `f` has hit so many calls. */
  hits(count: number): Promise<void>;
}

const request: TestMessage = { text: 'x', count: 3 };
const TestClient = makeClientConstructor(testServiceDefinition as never, 'TestService');

export async function startFaultyServer(options: TestServerOptions = {}): Promise<FaultyServer> {
  const faults = new FaultSet();
  const interceptors = [createFaultInterceptor(faults)];
  const server = await startTestServer({ ...options, options: { interceptors } });
  const client = new TestClient(server.address, credentials.createInsecure(), {
    'grpc.enable_retries': 0,
    'grpc.use_local_subchannel_pool': 1,
  });
  return {
    faults,
    server,
    fault: (effect, rest) => faults.set([{ name: 'f', methods: '*', effect, ...rest }]),
    call(kind, { criticality } = {}) {
      const metadata = new Metadata();
      if (criticality !== undefined) metadata.set('ballast-criticality', criticality);
      const open = client[kind] as unknown as (...args: unknown[]) => Surface;
      return startCall(open.bind(client), kind, metadata);
    },
    hits: (count) =>
      waitUntil(() => faults.list()[0]?.hits === count, { what: `${count} calls are hit` }),
    async [Symbol.asyncDispose]() {
      client.close();
      faults[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

type Surface = ClientReadableStream<TestMessage> &
  ClientWritableStream<TestMessage> &
  ClientDuplexStream<TestMessage, TestMessage>;

function startCall(
  open: (...args: unknown[]) => Surface,
  kind: CallKind,
  metadata: Metadata,
): PendingCall {
  const messages: TestMessage[] = [];
  const answered = Promise.withResolvers<ServiceError | null>();
  const answer = (error: ServiceError | null, message?: TestMessage): void => {
    if (message !== undefined) messages.push(message);
    answered.resolve(error);
  };
  const takesStream = kind === 'clientStream' || kind === 'bidi';
  const givesStream = kind === 'serverStream' || kind === 'bidi';
  const surface = open(
    ...(takesStream ? [] : [request]),
    metadata,
    ...(givesStream ? [] : [answer]),
  );
  if (givesStream) {
    surface.on('data', (message: TestMessage) => messages.push(message));
    surface.on('error', (error: ServiceError) => answered.resolve(error));
    void once(surface, 'end').then(
      () => answered.resolve(null),
      () => undefined,
    );
  }
  if (takesStream) {
    for (let sent = 0; sent < 3; sent += 1) surface.write(request);
    surface.end();
  }
  return {
    outcome: answered.promise.then((error) => ({
      code: error?.code ?? status.OK,
      details: error?.details ?? '',
      messages,
    })),
    cancel: () => surface.cancel(),
  };
}
