/**
 * What steering adds to a call: the time to select its config and to have grpc-js read what it reads
 * of it as the call begins and ends well, against grpc-js's own selector with the same policy.
 *
 *   node libs/retrying/bench/config-selector.ts [rounds] [calls per round]
 */
import { createRequire } from 'node:module';
import { Metadata, status } from '@grpc/grpc-js';
import type * as ResolvingLoadBalancer from '@grpc/grpc-js/build/src/resolving-load-balancer.js';
import { createSteering } from '../src/index.ts';
import type { Steering } from '../src/index.ts';

const require = createRequire(import.meta.url);
const { getDefaultConfigSelector } =
  require('@grpc/grpc-js/build/src/resolving-load-balancer.js') as typeof ResolvingLoadBalancer;

type ConfigSelector = Steering['configSelector'];

const path = '/example.Greeter/Greet';
const retryPolicy = {
  maxAttempts: 3,
  initialBackoff: '0.05s',
  maxBackoff: '0.5s',
  backoffMultiplier: 2,
  retryableStatusCodes: ['UNAVAILABLE'],
};
const methodConfig = [{ name: [{ service: 'example.Greeter' }], retryPolicy }];
const idempotentMethods = [path];
const hedging = { name: [{}], hedging: {} };

const theirs = getDefaultConfigSelector({ loadBalancingConfig: [], methodConfig });
const retries = createSteering({ methodConfig, idempotentMethods });
const hedges = createSteering({ methodConfig, idempotentMethods, methods: [hedging] });
const neither = createSteering({ methodConfig });
const metadata = new Metadata();

/** What RetryingCall and LoadBalancingCall read of a call that is answered at once. */
function readAsGrpcDoes(selector: ConfigSelector): number {
  const config = selector.invoke(path, metadata, 0);
  const { methodConfig: read } = config;
  let attempts = 1;
  const policy = read.retryPolicy;
  if (policy !== undefined) {
    const { initialBackoff } = policy;
    attempts = Number(initialBackoff.substring(0, initialBackoff.length - 1)) + policy.maxAttempts;
  } else if (read.hedgingPolicy !== undefined) {
    attempts = read.hedgingPolicy.maxAttempts;
    const delay = read.hedgingPolicy.hedgingDelay!;
    attempts += Number(delay.substring(0, delay.length - 1));
  }
  const { pickInformation } = config;
  config.onCommitted?.();
  return attempts + (pickInformation === undefined ? 1 : 0);
}

function measureNs(run: () => void, calls: number): number {
  const started = process.hrtime.bigint();
  for (let i = 0; i < calls; i += 1) run();
  return Number(process.hrtime.bigint() - started) / calls;
}

const subjects: Record<string, () => void> = {
  'grpc-js, default selector': () => void readAsGrpcDoes(theirs),
  'steered, not idempotent': () => void readAsGrpcDoes(neither.configSelector),
  'steered, retried': () => void readAsGrpcDoes(retries.configSelector),
  'steered, hedged': () => void readAsGrpcDoes(hedges.configSelector),
  'observe, beside each call': () => hedges.observe(path, 12, status.OK),
};
const [rounds = 11, calls = 200_000] = process.argv.slice(2).map(Number);
const samples = Object.fromEntries(Object.keys(subjects).map((name) => [name, [] as number[]]));
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, run] of Object.entries(subjects)) {
    const ns = measureNs(run, calls);
    if (round > 0) samples[name]!.push(ns);
  }
}
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const peer = median(samples['grpc-js, default selector']!);
console.table(
  Object.fromEntries(
    Object.entries(samples).map(([name, values]) => {
      const ns = median(values);
      return [name, { 'ns per call': Math.round(ns), ratio: Number((ns / peer).toFixed(2)) }];
    }),
  ),
);
