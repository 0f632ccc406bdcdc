import type { History } from '../api/history.ts';
import type { CallBoard } from '../figures/call-board.ts';
import { HISTORY_SECONDS, SETTLING_SECONDS } from '../figures/call-board.ts';
import { round, roundOrNull } from '../figures/round.ts';
import type { DecisionBoard } from './decision-board.ts';

export interface HistorySurroundings {
  readonly replicaAt: (address: string) => string;
  readonly serviceAt: (target: string, addresses: readonly string[]) => string;
  readonly nowMs: number;
  /** Only what is younger. */
  readonly sinceMs: number;
}

/** The last minutes, second by second, but for the last ones: their spans are still on their way. */
export function describeHistory(
  calls: CallBoard,
  decisions: DecisionBoard,
  { replicaAt, serviceAt, nowMs, sinceMs }: HistorySurroundings,
): History {
  const last = Math.floor(nowMs / 1000) - 1 - SETTLING_SECONDS;
  const first = Math.max(last - HISTORY_SECONDS + 1, Math.floor(sinceMs / 1000) + 1);
  const seconds = Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, index) => first + index,
  );
  const isRecent = ({ lastSecond }: { readonly lastSecond: number }): boolean =>
    lastSecond >= first;
  return {
    stepMs: 1000,
    atMs: seconds.map((second) => second * 1000),
    edges: calls
      .edges()
      .filter((edge) => isRecent(edge.calls))
      .map(({ from, to, calls: all }) => {
        const each = seconds.map((second) => all.sum(second, second));
        return {
          ...{ from, to },
          callsPerSecond: each.map(({ callsPerSecond }) => callsPerSecond),
          errorsPerSecond: each.map(({ errorsPerSecond }) => errorsPerSecond),
          p50Ms: each.map(({ p50Ms }) => roundOrNull(p50Ms)),
          p99Ms: each.map(({ p99Ms }) => roundOrNull(p99Ms)),
        };
      }),
    endpoints: [...decisions.endpoints.values()]
      .filter(({ values }) => isRecent(values.inFlight))
      .map(({ replica, target, subject: address, values }) => ({
        ...{ replica, target, service: serviceAt(target, [address]), address },
        endpointReplica: replicaAt(address),
        weight: values.weight.column(seconds),
        latencyMs: values.latencyMs.column(seconds),
        inFlight: values.inFlight.column(seconds),
        callsPerSecond: values.calls.column(seconds),
        leftAlone: values.leftAlone.column(seconds),
      })),
    breakers: [...decisions.breakers.values()]
      .filter(({ values }) => isRecent(values))
      .map(({ replica, target, subject: method, values }) => ({
        ...{ replica, target, method, phase: values.column(seconds) },
      })),
    budgets: [...decisions.budgets.values()]
      .filter(({ values }) => isRecent(values.retries))
      .map(({ replica, target, subject, values }) => ({
        ...{ replica, target, service: subject },
        retriesLeft: values.retriesLeft.column(seconds),
        retries: values.retries.column(seconds),
      })),
    limits: [...decisions.limits.values()]
      .filter(({ values }) => isRecent(values.limit))
      .map(({ replica, target: address, values }) => ({
        ...{ replica, address },
        limit: values.limit.column(seconds),
        inFlight: values.inFlight.column(seconds),
        refusedPerSecond: values.refusedPerSecond
          .column(seconds)
          .map((value) => (value === null ? null : round(value))),
      })),
  };
}
