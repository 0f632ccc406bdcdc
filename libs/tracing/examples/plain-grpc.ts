// Spans and metrics on plain grpc-js, with an SDK of one's own: node libs/tracing/examples/plain-grpc.ts
import { Client, credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import {
  createTracingInterceptor,
  createTracingServerInterceptor,
  findTraceFields,
  findTracingSettings,
  type MetricStore,
} from '@ballast/tracing';

const memory = new InMemorySpanExporter();
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] }),
);

const bytes = (message: Buffer): Buffer => message;
const greet = {
  ...{ path: '/shop.Greeter/Greet', requestStream: false, responseStream: false },
  ...{ requestSerialize: bytes, requestDeserialize: bytes },
  ...{ responseSerialize: bytes, responseDeserialize: bytes },
};

const server = new Server({ interceptors: [createTracingServerInterceptor()] });
server.addService({ greet } as never, {
  greet: (_call: unknown, answer: (error: null, message: Buffer) => void) => {
    console.log(`in the handler: ${JSON.stringify(Object.keys(findTraceFields() ?? {}))}`);
    answer(null, Buffer.from('hello'));
  },
});
const port = await new Promise<number>((resolve, reject) =>
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
    error === null ? resolve(bound) : reject(error),
  ),
);

const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
  interceptors: [createTracingInterceptor({ target: 'static:///greeter' })],
});
await new Promise<void>((resolve, reject) =>
  client.makeUnaryRequest(greet.path, bytes, bytes, Buffer.from('hi'), (error) =>
    error === null ? resolve() : reject(error),
  ),
);
client.close();
await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));

for (const { kind, name, attributes } of memory.getFinishedSpans()) {
  console.log(`${['', 'server', 'client'][kind]} ${name} ${String(attributes['rpc.status_code'])}`);
}
for (const { name } of (findTracingSettings().metrics as MetricStore).collect()) console.log(name);
