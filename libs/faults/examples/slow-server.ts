// A server of grpc-js, of which half of the calls fail for a while.
import { promisify } from 'node:util';
import { Client, credentials, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { createFaultInterceptor, FaultSet } from '@ballast/faults';

const asIs = (bytes: Buffer) => bytes;
const method = {
  ...{ path: '/shop.v1.Shop/Greet', requestStream: false, responseStream: false },
  ...{ requestSerialize: asIs, requestDeserialize: asIs },
  ...{ responseSerialize: asIs, responseDeserialize: asIs },
};

using faults = new FaultSet();
const server = new Server({ interceptors: [createFaultInterceptor(faults)] });
server.addService(
  { greet: method },
  {
    greet: (_call: unknown, done: (error: null, answer: Buffer) => void) =>
      done(null, Buffer.from('hello')),
  },
);
const port = await promisify(server.bindAsync.bind(server))(
  '127.0.0.1:0',
  ServerCredentials.createInsecure(),
);

faults.set([
  {
    ...{ name: 'half', methods: 'shop.v1.Shop/*', share: 0.5, ttlMs: 30_000 },
    effect: { kind: 'abort', code: status.UNAVAILABLE },
  },
  {
    ...{ name: 'slow', methods: '*' },
    effect: { kind: 'latency', delay: { kind: 'lognormal', medianMs: 2, sigma: 1 } },
  },
]);

const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
const greet = () =>
  new Promise<string>((resolve) =>
    client.makeUnaryRequest(method.path, asIs, asIs, Buffer.alloc(0), (error, answer) =>
      resolve(error === null ? String(answer) : status[error.code]),
    ),
  );
const answers = await Promise.all(Array.from({ length: 100 }, greet));
console.log('failed:', answers.filter((answer) => answer === 'UNAVAILABLE').length, 'of 100');

faults.clear(['half']);
console.log('afterwards:', await greet());
client.close();
server.forceShutdown();
