// What tracing does around one call, without the call: node libs/tracing/bench/call-cost.ts
// Prints nanoseconds a call, and its ratio to a call of grpc-js (client and server: 200 µs).
import { Metadata } from '@grpc/grpc-js';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
} from '@opentelemetry/sdk-trace-base';
import {
  attemptObserver,
  configureTracing,
  traceClientCall,
  TracedClientMethod,
  TracedServerMethod,
  traceServerCall,
} from '../src/index.ts';

const CALLS = 40_000;
const CALL_OF_GRPC_NS = 200_000;
const path = '/ballast.inventory.v1.InventoryService/GetStock';

context.setGlobalContextManager(new AsyncLocalStorageContextManager());

for (const sampler of [new AlwaysOffSampler(), new AlwaysOnSampler()]) {
  const provider = new BasicTracerProvider({ sampler, spanProcessors: [] });
  trace.disable();
  trace.setGlobalTracerProvider(provider);
  const isSampled = () => sampler instanceof AlwaysOnSampler;
  const tracer = provider.getTracer('bench');
  configureTracing({ tracer, isParentBased: true, isSampled });
  const client = new TracedClientMethod(path, 'static:///127.0.0.1:1');
  const server = new TracedServerMethod(path);
  const headers = new Metadata();
  traceClientCall(client).decorate(headers);

  const parts: Record<string, () => void> = {
    'client, begin and end': () => {
      const call = traceClientCall(client);
      call.end(0, 'OK', performance.now());
    },
    'client, headers': () => {
      traceClientCall(client).decorate(new Metadata({}));
    },
    'new metadata, for comparison': () => {
      new Metadata({});
    },
    'client, all': () => {
      const call = traceClientCall(client);
      const metadata = new Metadata({});
      call.decorate(metadata);
      call.messageSent(5);
      const attempt = attemptObserver.attemptPlaced({
        ...{ metadata, address: '127.0.0.1:1', policy: 'ballast', reason: 'policy' },
        ...{ inFlight: 1, latencyMs: 1, endpointsReady: 1, endpointsEjected: 0 },
      });
      attempt?.attemptStarted(call.startedAtMs);
      call.messageReceived(30);
      const nowMs = performance.now();
      call.end(0, 'OK', nowMs);
      attempt?.attemptEnded(0, 'OK', nowMs);
    },
    'server, begin and end': () => {
      traceServerCall(server, headers).end(0, 'OK', performance.now());
    },
    'server, all': () => {
      const call = traceServerCall(server, headers);
      call.from(() => '127.0.0.1:2');
      call.messageReceived(5);
      call.run(enter, undefined, undefined);
      call.messageSent(30);
      call.end(0, 'OK', performance.now());
    },
  };
  console.log(sampler instanceof AlwaysOnSampler ? 'sampled' : 'not sampled');
  for (const [name, part] of Object.entries(parts)) {
    for (let i = 0; i < CALLS / 5; i += 1) part();
    const before = process.cpuUsage();
    for (let i = 0; i < CALLS; i += 1) part();
    const { user, system } = process.cpuUsage(before);
    const ns = ((user + system) * 1000) / CALLS;
    const share = ((100 * ns) / CALL_OF_GRPC_NS).toFixed(1);
    console.log(`  ${name.padEnd(32)} ${ns.toFixed(0).padStart(6)} ns  ${share.padStart(5)} %`);
  }
}

function enter(): void {}
