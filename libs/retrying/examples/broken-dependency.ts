// A dependency fails every call: its callers try again, but not so often as to keep it down.
import { Client, credentials, Server, ServerCredentials, status } from '@grpc/grpc-js';
import {
  createSteering,
  createSteeringInterceptor,
  createSteeringOption,
  registerSteering,
} from '@ballast/retrying';

const asIs = (bytes: Buffer) => bytes;
const path = '/example.Greeter/Greet';
let attempts = 0;
const server = new Server();
const codec = { requestSerialize: asIs, requestDeserialize: asIs };
const method = { path, requestStream: false, responseStream: false, ...codec };
server.addService(
  { greet: { ...method, responseSerialize: asIs, responseDeserialize: asIs } },
  {
    greet: (_call: unknown, answer: (error: object) => void) => {
      attempts += 1;
      answer({ code: status.UNAVAILABLE, details: 'broken' });
    },
  },
);
const port = await new Promise<number>((resolve, reject) =>
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
    error === null ? resolve(bound) : reject(error),
  ),
);

registerSteering();
const steering = createSteering({
  idempotentMethods: [path],
  methodConfig: [
    {
      name: [{ service: 'example.Greeter' }],
      retryPolicy: {
        maxAttempts: 3,
        initialBackoff: '0.005s',
        maxBackoff: '0.1s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
  ],
});
const client = new Client(`ipv4:127.0.0.1:${port}`, credentials.createInsecure(), {
  interceptors: [createSteeringInterceptor(steering)],
  ...createSteeringOption(steering),
});
const greet = () =>
  new Promise((resolve) => client.makeUnaryRequest(path, asIs, asIs, Buffer.from('?'), resolve));

await Promise.all(Array.from({ length: 300 }, greet));
console.log(`300 calls, ${attempts} attempts`);

client.close();
server.forceShutdown();
