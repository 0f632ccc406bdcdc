// A client in a process of its own: an open loop of Poisson arrivals on one channel.
// `node client.ts <run as JSON>`; says `ready` over IPC, waits for `go`, and sends what it saw.
import { registerBalancing } from '@ballast/balancing';
import { createRandom, exponential } from '@ballast/tool-sim';
import { Client, credentials, experimental, Metadata } from '@grpc/grpc-js';
import { callMethod } from './call-method.ts';

export interface ClientRun {
  readonly policy: { readonly [name: string]: object };
  /** Without it, grpc-js's policies stand under names that ours would replace. */
  readonly isOurs: boolean;
  readonly ports: readonly number[];
  /** The last of the ports is told to the channel only after so many milliseconds. */
  readonly joinAfterMs: number | null;
  readonly callsPerSecond: number;
  readonly durationMs: number;
  /** Arrivals depend on it alone. */
  readonly seed: number;
}

export interface ClientReport {
  /** Of the calls that succeeded, in milliseconds. */
  readonly latenciesMs: readonly number[];
  readonly calls: number;
  readonly failed: number;
  /** Calls answered by each replica. */
  readonly byReplica: readonly number[];
  /** When the last replica answered, in milliseconds after it was told to the channel. */
  readonly joinedMs: readonly number[];
  /** How late calls were sent, the 99th percentile in milliseconds: how busy the machine was. */
  readonly lateMs: number;
}

const DEADLINE_MS = 1_000;
const WARM_UP_CALLS = 400;

const run = JSON.parse(process.argv[2] ?? '') as ClientRun;
if (run.isOurs) registerBalancing();

const endpoints = run.ports.map((port) => ({ addresses: [{ host: '127.0.0.1', port }] }));
let known = run.joinAfterMs === null ? endpoints : endpoints.slice(0, -1);
let publish: () => void = () => undefined;

experimental.registerResolver(
  'fleet',
  class implements experimental.Resolver {
    #isAnswered = false;

    constructor(_target: experimental.GrpcUri, listener: experimental.ResolverListener) {
      const config = { loadBalancingConfig: [run.policy], methodConfig: [] };
      publish = () =>
        listener(
          experimental.statusOrFromValue<experimental.Endpoint[]>(known),
          {},
          experimental.statusOrFromValue(config as never),
          '',
        );
    }
    /**
     * Answers once, as a watch does: round_robin asks anew whenever an endpoint begins to connect, and
     * an answer at once would make it begin anew, for ever.
     */
    updateResolution(): void {
      if (this.#isAnswered) return;
      this.#isAnswered = true;
      queueMicrotask(publish);
    }
    destroy(): void {}
    static getDefaultAuthority(): string {
      return 'fleet';
    }
  },
);
const client = new Client('fleet:all', credentials.createInsecure());

/** The replica that answered, undefined for a failure. */
function call(): Promise<number | undefined> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      callMethod.path,
      callMethod.requestSerialize,
      callMethod.responseDeserialize,
      Buffer.from('?'),
      new Metadata(),
      { deadline: Date.now() + DEADLINE_MS },
      (error, answer) => resolve(error === null ? Number(answer!.toString()) : undefined),
    );
  });
}

async function drive(): Promise<ClientReport> {
  const random = createRandom(run.seed);
  const latenciesMs: number[] = [];
  const byReplica = run.ports.map(() => 0);
  const joinedMs: number[] = [];
  const latesMs: number[] = [];
  const underWay: Promise<void>[] = [];
  let failed = 0;
  const startMs = performance.now();
  const send = async () => {
    const sentMs = performance.now();
    const replica = await call();
    if (replica === undefined) {
      failed += 1;
      return;
    }
    const nowMs = performance.now();
    latenciesMs.push(nowMs - sentMs);
    byReplica[replica]! += 1;
    if (run.joinAfterMs !== null && replica === run.ports.length - 1) {
      joinedMs.push(nowMs - startMs - run.joinAfterMs);
    }
  };
  const join = () => {
    known = endpoints;
    publish();
  };
  if (run.joinAfterMs !== null) setTimeout(join, run.joinAfterMs);
  let dueMs = startMs;
  while (dueMs - startMs < run.durationMs) {
    while (dueMs <= performance.now()) {
      latesMs.push(performance.now() - dueMs);
      underWay.push(send());
      dueMs += exponential(random, 1_000 / run.callsPerSecond);
    }
    // Up to a millisecond late, all policies alike; to spin would take a processor from the replicas.
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, dueMs - performance.now())));
  }
  await Promise.all(underWay);
  latesMs.sort((a, b) => a - b);
  const lateMs = latesMs[Math.floor(latesMs.length * 0.99)] ?? 0;
  return { latenciesMs, calls: underWay.length, failed, byReplica, joinedMs, lateMs };
}

for (let i = 0; i < WARM_UP_CALLS; i += 20) await Promise.all(Array.from({ length: 20 }, call));
process.on('message', () => {
  void drive().then((report) => process.send!(report, () => process.exit(0)));
});
process.on('disconnect', () => process.exit(0));
process.send!('ready');
