// A server that can do 4 calls at a time, and gets four times as many: it serves what it can, the
// critical ones first, and says so to the others at once.
import { Client, credentials, Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { createAdmission, createAdmissionInterceptor } from '@ballast/admission';
import { createWorkers } from './workers.ts';

const asIs = (bytes: Buffer) => bytes;
const path = '/example.Kitchen/Cook';
const cook = {
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
} as const;

// It works on four calls at a time: fewer than the least that is served by default.
const admission = createAdmission({ minLimit: 2, busyLoopMs: 100 });
const server = new Server({ interceptors: [createAdmissionInterceptor(admission)] });
const workers = createWorkers(4);
server.addService(
  { cook },
  {
    cook: (_call: unknown, done: (error: null, answer: Buffer) => void) =>
      void workers.work(10).then(() => done(null, Buffer.from('dish'))),
  },
);
const port = await new Promise<number>((resolve, reject) =>
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
    error === null ? resolve(bound) : reject(error),
  ),
);

const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
const counts = { critical: { served: 0, refused: 0 }, default: { served: 0, refused: 0 } };
const call = (criticality: 'critical' | 'default') => {
  const metadata = new Metadata();
  metadata.set('ballast-criticality', criticality);
  return new Promise<void>((resolve) =>
    client.makeUnaryRequest(path, asIs, asIs, Buffer.alloc(0), metadata, (error) => {
      if (error?.code === status.RESOURCE_EXHAUSTED) counts[criticality].refused += 1;
      else counts[criticality].served += 1;
      resolve();
    }),
  );
};

// 400 calls a second can be served; 1600 come for two seconds, one in eight of them critical.
const calls: Promise<void>[] = [];
const startedMs = performance.now();
while (performance.now() - startedMs < 2_000) {
  const due = ((performance.now() - startedMs) / 1_000) * 1_600;
  while (calls.length < due) calls.push(call(calls.length % 8 === 0 ? 'critical' : 'default'));
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await Promise.all(calls);
client.close();
server.forceShutdown();

const { critical, default: others } = counts;
const share = (count: { served: number; refused: number }) =>
  Math.round((count.served / (count.served + count.refused)) * 100);
console.log(`critical: ${share(critical)} % served; others: ${share(others)} %`);
