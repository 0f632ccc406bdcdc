// `node libs/faults/bench/cost.ts`: what faults cost a call of grpc-js, none in force, and in force
// for other methods; ns per interceptor run, and as a ratio to an interceptor that does nothing.
import {
  Metadata,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  type ServerListener,
} from '@grpc/grpc-js';
import { createFaultInterceptor, FaultSet } from '@ballast/faults';

const rounds = 11;
const callsPerRound = 200_000;
const method = { path: '/shop.v1.Shop/Greet' } as Parameters<ServerInterceptor>[0];
const metadata = new Metadata();
const base = {
  start: (listener: ServerListener) => listener.onReceiveMetadata?.(metadata, () => undefined),
  sendMessage: () => undefined,
  sendMetadata: () => undefined,
  sendStatus: () => undefined,
} as unknown as ServerInterceptingCallInterface;
const listener = {
  onReceiveMetadata: () => undefined,
  onReceiveMessage: () => undefined,
  onReceiveHalfClose: () => undefined,
  onCancel: () => undefined,
};

const busy = new FaultSet();
busy.set([{ name: 'other', methods: 'other.v1.Other/*', effect: { kind: 'hang' } }]);
const subjects: Record<string, ServerInterceptor> = {
  'an interceptor that does nothing': (_method, call) => new ServerInterceptingCall(call),
  'no fault in force': createFaultInterceptor(new FaultSet()),
  'a fault of another service in force': createFaultInterceptor(busy),
};

function nanosecondsPerCall(interceptor: ServerInterceptor): number {
  const startMs = performance.now();
  for (let call = 0; call < callsPerRound; call += 1) {
    const intercepted = interceptor(method, base);
    intercepted.start(listener);
    intercepted.sendMessage('x', () => undefined);
    intercepted.sendStatus({ code: 0, details: '' });
  }
  return ((performance.now() - startMs) * 1e6) / callsPerRound;
}

const figures = Object.entries(subjects).map(([name, interceptor]) => ({
  name,
  interceptor,
  ns: [] as number[],
}));
for (let round = 0; round < rounds; round += 1) {
  for (const { interceptor, ns } of figures) ns.push(nanosecondsPerCall(interceptor));
}
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
const peer = median(figures[0]?.ns ?? []);
for (const { name, ns } of figures) {
  console.log(`${name}: ${median(ns).toFixed(0)} ns, ${(median(ns) / peer).toFixed(2)} x`);
}
busy[Symbol.dispose]();
