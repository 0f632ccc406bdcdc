import { createRequire } from 'node:module';
import { createClient } from '@ballast/client';
import { descriptors, inventoryPolicy, InventoryServiceService } from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { implement, startServer, type Handlers } from '@ballast/server';
import {
  attemptObserver,
  createSpanId,
  createTraceId,
  createTracingInterceptor,
  createTracingServerInterceptor,
  traceClientCall,
  TracedClientMethod,
  TracedServerMethod,
  traceServerCall,
} from '@ballast/tracing';
import type * as Grpc from '@grpc/grpc-js';

// Required, so that whoever patches it has done so.
const grpc = createRequire(import.meta.url)('@grpc/grpc-js') as typeof Grpc;

const { getStock } = InventoryServiceService;
const { path, requestSerialize, responseDeserialize } = getStock;
const request = { sku: 'mug' };
const stock = {
  ...{ sku: 'mug', name: 'A mug', priceCents: 1290n },
  ...{ onHand: 10n, reserved: 1n, available: 9n, version: 1n },
};

type Call = () => Promise<unknown>;
type Answer = (error: null, response: object) => void;

/** The ways to make and serve the same call. */
export const ways = {
  bare: () => plain(empty),
  'bare, a header': () => plain(withHeader),
  'direct form': direct,
  interceptors: () =>
    plain(empty, [createTracingInterceptor()], [createTracingServerInterceptor()]),
  'instrumentation-grpc': () => plain(empty),
  assembled: () => assemble(),
  'assembled, no spans': () => assemble(),
} as const satisfies Record<string, () => Promise<Call>>;

export type Way = keyof typeof ways;

const empty = (): Grpc.Metadata => new grpc.Metadata();

/** What any tracer sends along: another text with each call, for which HTTP/2 knows no short form. */
function withHeader(): Grpc.Metadata {
  const metadata = new grpc.Metadata();
  metadata.set('traceparent', `00-${createTraceId()}-${createSpanId()}-00`);
  return metadata;
}

async function plain(
  createMetadata: () => Grpc.Metadata,
  interceptors: Grpc.Interceptor[] = [],
  serverInterceptors: Grpc.ServerInterceptor[] = [],
): Promise<Call> {
  const answer = (_: unknown, send: Answer): void => send(null, { stock });
  const address = await serve(answer, serverInterceptors);
  const client = new grpc.Client(address, grpc.credentials.createInsecure(), { interceptors });
  return () =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        createMetadata(),
        { deadline: Date.now() + 5_000 },
        (error, response) => (error === null ? resolve(response) : reject(error)),
      );
    });
}

/** All that the assembled client and server do for tracing, attempts included, around bare calls. */
async function direct(): Promise<Call> {
  const served = new TracedServerMethod(path);
  const address = await serve((call: Grpc.ServerUnaryCall<unknown, unknown>, send: Answer) => {
    const trace = traceServerCall(served, call.metadata);
    trace.from(() => call.getPeer());
    trace.messageReceived(5);
    trace.run(
      () => {
        trace.messageSent(30);
        send(null, { stock });
        trace.end(0, 'OK', performance.now());
      },
      undefined,
      undefined,
    );
  }, []);
  const client = new grpc.Client(address, grpc.credentials.createInsecure());
  const method = new TracedClientMethod(path, address);
  // As a balancer has it: one object, filled in for each attempt.
  const placed = {
    ...{ metadata: new grpc.Metadata(), address, policy: 'ballast', reason: 'policy' },
    ...{ inFlight: 1, latencyMs: 1, endpointsReady: 1, endpointsEjected: 0 },
  };
  return () =>
    new Promise((resolve, reject) => {
      const trace = traceClientCall(method);
      const metadata = new grpc.Metadata({});
      trace.decorate(metadata);
      trace.messageSent(5);
      placed.metadata = metadata;
      const attempt = attemptObserver.attemptPlaced(placed);
      attempt?.attemptStarted(trace.startedAtMs);
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        metadata,
        { deadline: Date.now() + 5_000 },
        (error, response) => {
          const nowMs = performance.now();
          trace.messageReceived(30);
          attempt?.attemptEnded(error?.code ?? 0, error?.details ?? '', nowMs);
          trace.end(error?.code ?? 0, error?.details ?? '', nowMs);
          if (error === null) resolve(response);
          else reject(error);
        },
      );
    });
}

async function assemble(): Promise<Call> {
  const handlers: Pick<Handlers<typeof InventoryServiceService>, 'getStock'> = {
    getStock: async () => ({ stock }),
  };
  const server = await startServer({
    ...{ address: '127.0.0.1:0', descriptors, logger: silentLogger },
    services: [implement({ getStock }, handlers)],
  });
  const client = createClient(
    { getStock },
    { target: `static:///${server.address}`, policy: inventoryPolicy },
  );
  return () => client.getStock(request);
}

async function serve(
  handler: (call: never, send: Answer) => void,
  interceptors: Grpc.ServerInterceptor[],
): Promise<string> {
  const server = new grpc.Server({ interceptors });
  server.addService({ getStock } as never, { getStock: handler } as never);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return `127.0.0.1:${port}`;
}
