import type { Decisions } from '../api/decisions.ts';
import type { Edge, Figures, Replica, ReplicaEdge, ServiceMap, ServiceNode } from '../api/map.ts';
import type { CallBoard } from '../figures/call-board.ts';
import type { CallFigures } from '../figures/call-seconds.ts';
import { round, roundOrNull } from '../figures/round.ts';

export interface MapSurroundings {
  /** Services that are known without calls, in the order to show. */
  readonly services: readonly string[];
  readonly calls: CallBoard;
  readonly decisions: Decisions;
  readonly replicas: readonly Replica[];
  readonly seconds: { readonly from: number; readonly to: number };
}

const SHOWN_SECONDS = 60;

interface SeenEdge {
  readonly from: string;
  readonly to: string;
  /** Undefined where there was no call yet. */
  readonly figures: CallFigures | undefined;
}

/** Who calls whom, as the spans of the last seconds tell; and whom they could call, as channels do. */
export function describeMap(surroundings: MapSurroundings): ServiceMap {
  const { calls, seconds, replicas } = surroundings;
  const replicaEdges = describeReplicaEdges(surroundings);
  const seen = calls
    .edges()
    .filter((edge) => edge.calls.lastSecond >= seconds.to - SHOWN_SECONDS)
    .map(({ from, to, calls: all }) => ({ from, to, figures: all.sum(seconds.from, seconds.to) }));
  const known = new Map<string, SeenEdge>(seen.map((edge) => [`${edge.from}>${edge.to}`, edge]));
  for (const pair of listPairs(surroundings)) {
    const key = `${pair.from}>${pair.to}`;
    if (!known.has(key)) known.set(key, { ...pair, figures: undefined });
  }
  const serviceOf = new Map(replicas.map(({ id, service }) => [id, service]));
  const edges = [...known.values()].map(({ from, to, figures }): Edge => {
    const ofReplicas = replicaEdges.filter(
      (edge) => serviceOf.get(edge.from) === from && serviceOf.get(edge.to) === to,
    );
    return {
      ...{ from, to, ...figuresOf(figures) },
      retriesPerSecond: round(figures?.retriesPerSecond ?? 0),
      hedgesPerSecond: round(figures?.hedgesPerSecond ?? 0),
      inFlight: ofReplicas.reduce((sum, { inFlight }) => sum + inFlight, 0),
      replicas: ofReplicas,
    };
  });
  return { services: describeServices(surroundings, edges), edges };
}

/** A client's channel is an edge before the first call; browsers reach whom nobody of ours calls. */
function listPairs({ decisions, replicas }: MapSurroundings) {
  const serviceOf = new Map(replicas.map(({ id, service }) => [id, service]));
  const pairs = decisions.channels.flatMap(({ replica, service }) => {
    const from = serviceOf.get(replica);
    return from === undefined || service === '' || service === from ? [] : [{ from, to: service }];
  });
  // A breaker is there before its channel has spoken to anybody.
  for (const { replica, service } of decisions.breakers) {
    const from = serviceOf.get(replica);
    if (from !== undefined && service !== '' && service !== from) pairs.push({ from, to: service });
  }
  const isCalled = new Set(pairs.map(({ to }) => to));
  const entries = [...new Set(pairs.map(({ from }) => from))].filter((from) => !isCalled.has(from));
  return [...entries.map((to) => ({ from: 'browser', to })), ...pairs];
}

function describeServices(
  { services, replicas }: MapSurroundings,
  edges: readonly Edge[],
): ServiceNode[] {
  const names = new Set([
    ...(edges.some(({ from }) => from === 'browser') ? ['browser'] : []),
    ...services,
    ...replicas.map(({ service }) => service),
    ...edges.flatMap(({ from, to }) => [from, to]),
  ]);
  names.delete('console');
  return [...names].map((service) => {
    const own = replicas.filter((replica) => replica.service === service);
    return {
      service,
      replicas: own.map(({ id }) => id),
      serving: own.filter(({ state }) => state === 'serving' || state === 'rolling').length,
      ...combine(edges.filter(({ to }) => to === service)),
    };
  });
}

function describeReplicaEdges({ calls, decisions, seconds }: MapSurroundings): ReplicaEdge[] {
  const edges = new Map<string, ReplicaEdge>();
  for (const { from, to, calls: all } of calls.replicaEdges()) {
    if (all.lastSecond < seconds.to - SHOWN_SECONDS) continue;
    const figures = figuresOf(all.sum(seconds.from, seconds.to));
    edges.set(`${from}>${to}`, { from, to, ...figures, inFlight: 0 });
  }
  for (const { replica: from, endpoints } of decisions.channels) {
    for (const endpoint of endpoints) {
      const to = endpoint.replica || endpoint.address;
      const known = edges.get(`${from}>${to}`);
      edges.set(`${from}>${to}`, {
        ...{ from, to, ...(known ?? figuresOf(undefined)) },
        // Counted by the client itself, whether its calls are sampled or not.
        callsPerSecond: endpoint.callsPerSecond,
        inFlight: (known?.inFlight ?? 0) + endpoint.inFlight,
      });
    }
  }
  return [...edges.values()];
}

/** Of all that call a service: rates add up; of the percentiles the worst is shown. */
function combine(edges: readonly Edge[]): Figures {
  const callsPerSecond = edges.reduce((sum, edge) => sum + edge.callsPerSecond, 0);
  const errors = edges.reduce((sum, edge) => sum + edge.callsPerSecond * edge.errorRatio, 0);
  const worst = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
  return {
    callsPerSecond: round(callsPerSecond),
    errorRatio: callsPerSecond === 0 ? 0 : round(errors / callsPerSecond),
    p50Ms: worst(edges.map(({ p50Ms }) => p50Ms)),
    p99Ms: worst(edges.map(({ p99Ms }) => p99Ms)),
  };
}

function figuresOf(figures: CallFigures | undefined): Figures {
  return {
    callsPerSecond: round(figures?.callsPerSecond ?? 0),
    errorRatio: round(figures?.errorRatio ?? 0),
    p50Ms: roundOrNull(figures?.p50Ms ?? null),
    p99Ms: roundOrNull(figures?.p99Ms ?? null),
  };
}
