import { EventEmitter } from 'node:events';
import * as grpc from '@grpc/grpc-js';
import { echoHandlers } from './test-handlers.ts';
import type { TestHandlers } from './test-handlers.ts';
import { testServiceDefinition } from './test-service.ts';

export interface TestServerOptions {
  /** Default: 0, any free port. */
  readonly port?: number;
  /** Replaces some of the echoing handlers. */
  readonly handlers?: Partial<TestHandlers>;
  /** Default: plain text. */
  readonly credentials?: grpc.ServerCredentials;
  /** grpc-js server options. Default: none. */
  readonly options?: grpc.ServerOptions;
}

/** A plain grpc-js server of the test service on 127.0.0.1. */
export interface TestServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** Every call as it begins: its method's name within the definition, and its metadata. */
  readonly calls: readonly TestCall[];
  /** Emits `call` after each call was added to `calls`. */
  readonly events: EventEmitter;
  /** Finishes what is in flight. */
  stop(): Promise<void>;
  /** Drops every connection at once. */
  kill(): void;
}

export interface TestCall {
  readonly method: string;
  readonly metadata: grpc.Metadata;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const server = new grpc.Server(options.options);
  allowManyResets(server);
  const events = new EventEmitter();
  const calls: TestCall[] = [];
  const handlers = { ...echoHandlers, ...options.handlers };
  server.addService(
    testServiceDefinition,
    recordCalls(handlers, (call) => {
      calls.push(call);
      events.emit('call');
    }),
  );
  const credentials = options.credentials ?? grpc.ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${options.port ?? 0}`, credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  const kill = (): void => server.forceShutdown();
  return {
    address: `127.0.0.1:${port}`,
    port,
    calls,
    events,
    stop: () => new Promise((resolve) => server.tryShutdown(() => resolve())),
    kill,
    [Symbol.asyncDispose]: () => Promise.resolve(kill()),
  };
}

/**
 * Since CVE-2023-44487, Node's HTTP/2 server ends a connection, with every call on it, that has reset
 * more than 1000 streams faster than 33 a second. Tests of cancellation do just that, and grpc-js
 * 1.14.7 has no option for it.
 */
function allowManyResets(server: grpc.Server): void {
  const http2Options = Reflect.get(server, 'commonServerOptions') as object;
  Object.assign(http2Options, { streamResetBurst: 1_000_000, streamResetRate: 1_000_000 });
}

function recordCalls(
  handlers: TestHandlers,
  record: (call: TestCall) => void,
): grpc.UntypedServiceImplementation {
  const recorded = Object.entries(handlers).map(([method, handler]) => {
    const handle = (call: { metadata: grpc.Metadata }, answer: unknown): void => {
      record({ method, metadata: call.metadata });
      (handler as (call: unknown, answer: unknown) => void)(call, answer);
    };
    return [method, handle];
  });
  return Object.fromEntries(recorded) as grpc.UntypedServiceImplementation;
}
