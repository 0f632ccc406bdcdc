/**
 * What it costs to guard a call that does nothing: a bare await, ours in its direct form, ours around
 * a promise, and cockatiel's own circuit breaker. Rounds alternate, because machines drift by more
 * than the difference; what is printed are medians over rounds.
 *
 *   node libs/breaking/bench/guarded-call.ts [rounds] [calls per round]
 */
import { status } from '@grpc/grpc-js';
import { circuitBreaker, handleAll, SamplingBreaker } from 'cockatiel';
import { createGuard, runGuarded } from '../src/index.ts';

const rounds = Number(process.argv[2] ?? 21);
const calls = Number(process.argv[3] ?? 100_000);

const method = { path: '/bench.Bench/Call', requestStream: false, responseStream: false };
const guard = createGuard({ method });
const refusing = createGuard({ method });
refusing.isolate('to see what a refusal costs');
const theirs = circuitBreaker(handleAll, {
  halfOpenAfter: 1000,
  breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 2 }),
});
const answer = () => Promise.resolve(42);

const ways = {
  'bare await': async () => {
    for (let i = 0; i < calls; i++) await answer();
  },
  'guard, direct form': async () => {
    for (let i = 0; i < calls; i++) {
      const entry = guard.tryEnter(performance.now());
      if (entry.kind !== 'permit') throw new Error(entry.kind);
      await answer();
      entry.end(status.OK, performance.now());
    }
  },
  'guard, times given': async () => {
    for (let i = 0; i < calls; i++) {
      const entry = guard.tryEnter(i);
      if (entry.kind !== 'permit') throw new Error(entry.kind);
      await answer();
      entry.end(status.OK, i);
    }
  },
  'runGuarded()': async () => {
    for (let i = 0; i < calls; i++) await runGuarded(guard, answer);
  },
  "cockatiel's execute()": async () => {
    for (let i = 0; i < calls; i++) await theirs.execute(answer);
  },
  'a refusal (no await)': () => {
    for (let i = 0; i < calls; i++) refusing.tryEnter(performance.now());
    return Promise.resolve();
  },
};
type Way = keyof typeof ways;

async function measureNs(way: Way): Promise<number> {
  const startedAtNs = process.hrtime.bigint();
  await ways[way]();
  return Number(process.hrtime.bigint() - startedAtNs) / calls;
}

/** Of a permit and its end, as far as the heap tells before anything is collected. */
function measureBytes(): number {
  const count = 2000;
  const samples = Array.from({ length: 9 }, () => {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < count; i++) {
      const entry = guard.tryEnter(0);
      if (entry.kind === 'permit') entry.end(status.OK, 0);
    }
    return (process.memoryUsage().heapUsed - before) / count;
  });
  return median(samples);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

const names = Object.keys(ways) as Way[];
const samples = new Map<Way, number[]>(names.map((way) => [way, []]));
for (const way of names) await measureNs(way);
for (let round = 0; round < rounds; round++) {
  const order = round % 2 === 0 ? names : names.toReversed();
  for (const way of order) samples.get(way)!.push(await measureNs(way));
}

const bareNs = samples.get('bare await')!;
const theirNs = samples.get("cockatiel's execute()")!;
const overhead = (ns: readonly number[]) => ns.map((value, round) => value - bareNs[round]!);
console.table(
  Object.fromEntries(
    names.map((way) => {
      const ns = samples.get(way)!;
      const ratio = median(ns.map((value, round) => value / theirNs[round]!));
      return [
        way,
        {
          'ns per call': Math.round(median(ns)),
          'over the bare await': way.includes('no await') ? '' : Math.round(median(overhead(ns))),
          'share of cockatiel': Number(ratio.toFixed(2)),
        },
      ];
    }),
  ),
);
console.log(`a permit takes ${Math.round(measureBytes())} bytes`);
