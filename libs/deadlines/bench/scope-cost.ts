/**
 * What a scope costs, in the direct form that @ballast/server and @ballast/client use, as a share of
 * a bare call of grpc-js; and what the two interceptors add to such a call.
 *
 *   node libs/deadlines/bench/scope-cost.ts [calls per round]
 */
import { startTestServer, testServiceDefinition } from '@ballast/testing';
import {
  Client,
  credentials,
  InterceptingCall,
  type Interceptor,
  Metadata,
  ServerInterceptingCall,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import {
  CallScope,
  createDeadlineInterceptor,
  createDeadlineServerInterceptor,
  findObstacle,
  findScope,
  readCriticality,
  readIsRetry,
  runInScope,
} from '../src/index.ts';

const callsPerRound = Number(process.argv[2] ?? 500);
const rounds = 9;
const pairsOfRounds = 30;

/** Nanoseconds, the best of some rounds: neighbours on the machine only ever add to it. */
function measureNs(work: () => void, repetitions = 300_000): number {
  const round = (): number => {
    const before = performance.now();
    for (let i = 0; i < repetitions; i++) work();
    return ((performance.now() - before) / repetitions) * 1e6;
  };
  round();
  return Math.min(...Array.from({ length: rounds }, round));
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

const headers = new Metadata();
headers.set('user-agent', 'grpc-node-js/1.14.7');
const plain = new Metadata();
// Written to, so that no work is optimised away.
let sink: unknown;
const handler = (): void => void (sink = 1);
const follower = { onScopeAborted: () => undefined };

function openForCall(): CallScope {
  const budgetMs = 1000;
  const criticality = readCriticality(headers);
  return new CallScope({ budgetMs, criticality, isRetry: readIsRetry(headers) });
}

function inherit(): void {
  const scope = findScope()!;
  if (findObstacle(scope) !== undefined) throw new Error('the scope has time');
  sink = scope.limitTimeoutMs(500);
  sink = scope.decorate(plain);
  scope.follow(follower);
  scope.unfollow(follower);
}

const standing = new CallScope({ budgetMs: 1e9, criticality: 'default', isRetry: false });
const openNs = measureNs(() => void (sink = openForCall()));
const runNs = measureNs(() => runInScope(standing, handler));
const inheritNs = runInScope(standing, () => measureNs(inherit));
const outsideNs = measureNs(() => void (sink = findScope()));
void sink;

/** CPU microseconds of a call, both its sides. */
async function measureCall(address: string, client: Client): Promise<number> {
  const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
  const request = { text: address, count: 1 };
  const call = () =>
    new Promise<void>((resolve, reject) => {
      const deadline = Date.now() + 60_000;
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        { deadline },
        (error) => (error === null ? resolve() : reject(error)),
      );
    });
  let left = callsPerRound;
  const before = process.cpuUsage();
  const worker = async (): Promise<void> => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / callsPerRound;
}

interface Pair {
  readonly name: string;
  readonly cpuUs: number[];
  readonly measure: () => Promise<number>;
}

async function createPair(
  name: string,
  server: ServerInterceptor | undefined,
  client: Interceptor | undefined,
): Promise<Pair> {
  const options = { interceptors: server === undefined ? [] : [server] };
  const { address, kill } = await startTestServer({ options });
  const caller = new Client(address, credentials.createInsecure(), {
    interceptors: client === undefined ? [] : [client],
  });
  resources.defer(() => caller.close());
  resources.defer(kill);
  const measure = () => runInScope(standing, () => measureCall(address, caller));
  return { name, cpuUs: [], measure };
}

using resources = new DisposableStack();
const [bare, empty, ours] = [
  await createPair('bare', undefined, undefined),
  await createPair(
    'two empty interceptors',
    (_method, call) => new ServerInterceptingCall(call),
    (options, next) => new InterceptingCall(next(options)),
  ),
  await createPair('ours', createDeadlineServerInterceptor(), createDeadlineInterceptor()),
];
for (let round = -4; round < pairsOfRounds; round++) {
  // Which goes first alternates: machines drift by more than the difference.
  const order = round % 2 === 0 ? [bare, empty, ours] : [ours, empty, bare];
  for (const { measure, cpuUs } of order) {
    const us = await measure();
    if (round >= 0) cpuUs.push(us);
  }
}

const bareUs = Math.min(...bare.cpuUs);
const ratioTo = (pair: Pair): string =>
  median(ours.cpuUs.map((us, round) => us / pair.cpuUs[round]!)).toFixed(3);
const row = (ns: number) => ({
  ns: Math.round(ns),
  'of a bare call': `${(ns / bareUs / 10).toFixed(2)} %`,
});
console.table({
  'served: headers read, scope opened': row(openNs),
  'served: handler run in it': row(runNs),
  'outgoing: time, headers, end inherited': row(inheritNs),
  'outgoing: no scope there': row(outsideNs),
});
console.log(
  `bare call, both sides: ${bareUs.toFixed(0)} us of CPU; with the two interceptors ` +
    `× ${ratioTo(bare)}, against two empty ones × ${ratioTo(empty)}`,
);
