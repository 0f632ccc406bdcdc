/**
 * Looks for wrong opens: random traces of bursts and idle times, on which the breaker of a guard must
 * agree with an exact list of every call after every call. cockatiel's SamplingBreaker sees the same
 * traces; it is wrong where it opens with fewer calls than asked for in the last window.
 *
 *   node libs/breaking/bench/window-fuzz.ts [traces] [seed]
 */
import { CircuitState, SamplingBreaker } from 'cockatiel';
import { runIdleBurstTrace } from '../test/idle-burst-trace.ts';
import { createSeededRandom } from '../test/seeded-random.ts';
import type { Onlooker } from '../test/idle-burst-trace.ts';

const traces = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 32));
console.log(`${traces} traces from seed ${seed}`);

// It reads the time of day: here that of the trace.
const timeOfDay = Date.now.bind(Date);
let theirNowMs = 0;
Date.now = () => theirNowMs;

const theirs = { opens: 0, wrongOpens: 0 };
function createOnlooker(): Onlooker {
  let breaker: SamplingBreaker | undefined;
  let minCalls = 0;
  return {
    begin(settings) {
      minCalls = settings.minCalls;
      const { windowMs, failureRatio } = settings;
      // It refuses a threshold of 1, and rounds windows to whole milliseconds and buckets.
      const canHave = failureRatio < 1 && windowMs % 5 === 0;
      breaker = canHave
        ? new SamplingBreaker({
            threshold: failureRatio,
            duration: windowMs,
            minimumRps: minCalls / (windowMs / 1000),
          })
        : undefined;
    },
    record(nowMs, failed, recentCalls) {
      theirNowMs = nowMs;
      if (breaker === undefined) return;
      if (!failed) {
        breaker.success(CircuitState.Closed);
        return;
      }
      if (!breaker.failure(CircuitState.Closed)) return;
      theirs.opens++;
      if (recentCalls < minCalls) theirs.wrongOpens++;
      // Closed again, as after a good trial.
      breaker.success(CircuitState.HalfOpen);
    },
  };
}

const random = createSeededRandom(seed);
const onlooker = createOnlooker();
const ours = { calls: 0, opens: 0, wrongOpens: 0, missedOpens: 0 };
const startedAtMs = timeOfDay();
for (let trace = 0; trace < traces; trace++) {
  const result = runIdleBurstTrace(random, onlooker);
  ours.calls += result.calls;
  ours.opens += result.opens;
  ours.wrongOpens += result.wrongOpens;
  ours.missedOpens += result.missedOpens;
  // The microtasks of cockatiel's machine.
  if (trace % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
}

const seconds = ((timeOfDay() - startedAtMs) / 1000).toFixed(1);
console.log(`${ours.calls} calls in ${seconds} s`);
console.log(`ours: ${ours.opens} opens, ${ours.wrongOpens} wrong, ${ours.missedOpens} missed`);
console.log(`cockatiel's SamplingBreaker: ${theirs.opens} opens, ${theirs.wrongOpens} wrong`);
process.exitCode = ours.wrongOpens + ours.missedOpens === 0 ? 0 : 1;
