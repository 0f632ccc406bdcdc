import type { WatchStateResponse } from '@ballast/contracts';
import type { ChannelOfClient, Decisions, LastPick } from '../api/decisions.ts';
import { round } from '../figures/round.ts';
import type { DecisionBoard } from './decision-board.ts';
import { toConnectivity, toPhase } from './phases.ts';

export interface DecisionSurroundings {
  /** Empty where nobody is known to be there. */
  readonly replicaAt: (address: string) => string;
  /** The service behind a target; empty where nobody knows. */
  readonly serviceAt: (target: string, addresses: readonly string[]) => string;
  readonly lastPick: (replica: string, service: string) => LastPick | null;
  /** Both included: the seconds that count as now. */
  readonly seconds: { readonly from: number; readonly to: number };
}

/** What is in force now, of all processes. */
export function describeDecisions(
  board: DecisionBoard,
  surroundings: DecisionSurroundings,
): Decisions {
  const states = [...board.states];
  const all = <T>(list: (replica: string, state: WatchStateResponse) => readonly T[]): T[] =>
    states.flatMap(([replica, state]) => list(replica, state));
  const serviceAt = (state: WatchStateResponse, target: string): string => {
    const channel = state.channels.find((each) => each.target === target);
    return surroundings.serviceAt(target, channel?.endpoints.map(({ address }) => address) ?? []);
  };
  return {
    channels: all((replica, { channels }) =>
      channels.map((channel) => describeChannel(board, replica, channel, surroundings)),
    ),
    breakers: all((replica, state) =>
      state.breakers.map(({ phase, opensForMs, ...rest }) => ({
        ...{ replica, ...rest, service: serviceAt(state, rest.target) },
        ...{ phase: toPhase(phase), opensForMs: Math.round(opensForMs) },
      })),
    ),
    bulkheads: all((replica, state) =>
      state.bulkheads.map(({ target, callsInFlight, callsWaiting, maxConcurrent }) => ({
        ...{ replica, target, service: serviceAt(state, target), maxConcurrent },
        ...{ inFlight: callsInFlight, waiting: callsWaiting },
      })),
    ),
    budgets: all((replica, { retryBudgets }) =>
      retryBudgets.map((budget) => ({
        ...{ replica, ...budget, retriesLeft: round(budget.retriesLeft) },
      })),
    ),
    limits: all((replica, { admissions }) =>
      admissions.map(({ address, limit, callsInFlight, openStreams, refused }) => ({
        ...{ replica, address, limit: round(limit), inFlight: callsInFlight, openStreams },
        refused: Object.fromEntries(refused.map(({ reason, calls }) => [reason, Number(calls)])),
        refusedPerSecond:
          board.limitOf(replica, address)?.refusedPerSecond.read(surroundings.seconds.to) ?? 0,
      })),
    ),
  };
}

function describeChannel(
  board: DecisionBoard,
  replica: string,
  { target, balancer, endpoints }: WatchStateResponse['channels'][number],
  { replicaAt, serviceAt, lastPick, seconds }: DecisionSurroundings,
): ChannelOfClient {
  const addresses = endpoints.map(({ address }) => address);
  const recent = endpoints.map(
    ({ address }) =>
      board.endpointOf(replica, target, address)?.recent(seconds.from, seconds.to) ?? {
        ...{ callsPerSecond: 0, failuresPerSecond: 0 },
      },
  );
  const total = recent.reduce((sum, { callsPerSecond }) => sum + callsPerSecond, 0);
  const service = serviceAt(target, addresses);
  return {
    ...{ replica, target, service, balancer, lastPick: lastPick(replica, service) },
    endpoints: endpoints.map((endpoint, index) => {
      const { callsPerSecond, failuresPerSecond } = recent[index]!;
      return {
        address: endpoint.address,
        replica: replicaAt(endpoint.address),
        connectivity: toConnectivity(endpoint.connectivity),
        zone: endpoint.zone,
        weight: endpoint.weight,
        inFlight: endpoint.callsInFlight,
        callsPerSecond: round(callsPerSecond),
        share: total === 0 ? 0 : round(callsPerSecond / total),
        failureRatio: callsPerSecond === 0 ? 0 : round(failuresPerSecond / callsPerSecond),
        latencyMs: endpoint.latencyMs === undefined ? null : round(endpoint.latencyMs),
        leftAloneBecause: endpoint.leftAloneBecause,
        leftAloneMs: Math.round(endpoint.leftAloneMs),
      };
    }),
  };
}
