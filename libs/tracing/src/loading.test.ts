// Interceptors do not care who was loaded first, nor how: nothing is patched.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const body = `
  const memory = new sdk.InMemorySpanExporter();
  api.trace.setGlobalTracerProvider(
    new sdk.BasicTracerProvider({ spanProcessors: [new sdk.SimpleSpanProcessor(memory)] }),
  );
  const identity = (bytes) => bytes;
  const method = { path: '/a.B/C', requestStream: false, responseStream: false,
    requestSerialize: identity, requestDeserialize: identity,
    responseSerialize: identity, responseDeserialize: identity };
  const server = new grpc.Server({ interceptors: [tracing.createTracingServerInterceptor()] });
  server.addService({ C: method }, { C: (call, answer) => answer(null, Buffer.from('x')) });
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (_, port) => {
    const client = new grpc.Client('127.0.0.1:' + port, grpc.credentials.createInsecure(), {
      interceptors: [tracing.createTracingInterceptor()],
    });
    client.makeUnaryRequest(method.path, identity, identity, Buffer.from('x'), () => {
      const [one, other] = memory.getFinishedSpans();
      console.log(one.spanContext().traceId === other.spanContext().traceId);
      process.exit();
    });
  });`;

const names = {
  grpc: '@grpc/grpc-js',
  tracing: '@ballast/tracing',
  api: '@opentelemetry/api',
  sdk: '@opentelemetry/sdk-trace-base',
};

const orders = [
  ['grpc', 'tracing', 'api', 'sdk'],
  ['sdk', 'api', 'tracing', 'grpc'],
] as const;

test.each(
  orders.flatMap((order) => (['CommonJS', 'ESM'] as const).map((how) => [how, order] as const)),
)('%s, loaded in the order %j: spans are joined', (how, order) => {
  const load = order.map((name) =>
    how === 'ESM'
      ? `import * as ${name} from '${names[name]}';`
      : `const ${name} = require('${names[name]}');`,
  );
  const type = how === 'ESM' ? 'module' : 'commonjs';
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`--input-type=${type}`, '-e', `${load.join('\n')}\n${body}`],
    { encoding: 'utf8', cwd: import.meta.dirname },
  );
  expect({ stdout, stderr }).toEqual({ stdout: 'true\n', stderr: '' });
});
