import type { Code } from '../code/code.ts';
import { findMeshEdges } from '../overlay/edges.ts';
import { programsOf, type RunningProgram } from '../overlay/environment.ts';
import { GATEWAY_NAME } from '../overlay/gateways.ts';
import { type Labels, selects, type Workload } from '../overlay/manifest.ts';
import { type Direction, isAllowed, isIsolated, peersOf } from '../overlay/network.ts';
import { imageNameOf, type Overlay } from '../overlay/overlay.ts';
import { findScraped, type Scraped } from '../overlay/scraped.ts';
import type { Finding, Rule } from './rule.ts';

const POSTGRES = 5432;

/** Connections that the code opens within the overlay. */
interface Edge {
  readonly from: Workload;
  readonly to: Workload | 'anywhere';
  readonly port: number;
  readonly because: string;
}

/** Policies allow the call graph, as config.ts has it, and nothing besides. */
export const networkPolicies: Rule = {
  name: 'network-policies',
  *find(overlay, code) {
    const edges = findEdges(overlay, code);
    const scraped = findScraped(overlay, code);
    for (const workload of overlay.workloads) {
      for (const direction of ['ingress', 'egress'] as const) {
        if (isIsolated(overlay, workload, direction)) continue;
        const must = `be isolated by a NetworkPolicy (${direction})`;
        yield { object: workload, field: 'spec.template.metadata.labels', must, got: 'none' };
      }
    }
    for (const edge of edges) yield* findMissing(overlay, edge);
    for (const { workload, readAt: port } of scraped) {
      if (isAllowed(overlay, 'ingress', { of: workload, peer: 'another namespace', port }))
        continue;
      const must = `allow ingress from who scrapes metrics at ${port}, for OTEL_METRICS_EXPORTER`;
      yield { object: workload, field: 'NetworkPolicy', must, got: 'no such policy' };
    }
    for (const workload of overlay.workloads) {
      yield* findSurplus(overlay, workload, 'ingress', edges, scraped);
      yield* findSurplus(overlay, workload, 'egress', edges, scraped);
    }
  },
};

function findEdges(overlay: Overlay, code: Code): Edge[] {
  const databases = [...programsOf(overlay, code)].flatMap((each) => findDatabase(overlay, each));
  return [...findMeshEdges(overlay, code), ...databases];
}

function findDatabase(overlay: Overlay, { workload, program }: RunningProgram): Edge[] {
  if (program.databaseVariable === undefined) return [];
  const within = overlay.workloads.find(({ spec }) =>
    spec.template.spec.containers.some((each) => imageNameOf(each) === 'ballast-postgres'),
  );
  const because = `${program.databaseVariable} of ${program.name}`;
  return [{ from: workload, to: within ?? 'anywhere', port: POSTGRES, because }];
}

function* findMissing(overlay: Overlay, { from, to, port, because }: Edge): Generator<Finding> {
  const far = to === 'anywhere' ? to : to.metadata.name;
  const field = 'NetworkPolicy';
  if (!isAllowed(overlay, 'egress', { of: from, peer: to, port })) {
    const must = `allow egress to ${far} at ${port}, for ${because}`;
    yield { object: from, field, must, got: 'no such policy' };
  }
  if (to !== 'anywhere' && !isAllowed(overlay, 'ingress', { of: to, peer: from, port })) {
    const must = `allow ingress from ${from.metadata.name} at ${port}, for ${because}`;
    yield { object: to, field, must, got: 'no such policy' };
  }
}

function* findSurplus(
  overlay: Overlay,
  workload: Workload,
  direction: Direction,
  edges: readonly Edge[],
  scraped: readonly Scraped[],
): Generator<Finding> {
  for (const { policy, labels, isElsewhere, ports } of peersOf(overlay, workload, direction)) {
    const peers = overlay.workloads.filter(({ spec }) =>
      selects(labels, spec.template.metadata?.labels),
    );
    const isScraped = ports.every(({ port }) =>
      scraped.some((each) => each.workload === workload && each.readAt === port),
    );
    if (direction === 'ingress' && isElsewhere && isScraped) continue;
    if (direction === 'ingress' && isOfGateway(overlay, labels)) continue;
    const isUsed = ports.every(({ port }) =>
      peers.some((peer) =>
        edges.some(({ from, to, port: wanted }) => {
          const [caller, callee] = direction === 'egress' ? [workload, peer] : [peer, workload];
          return from === caller && to === callee && wanted === port;
        }),
      ),
    );
    if (isUsed) continue;
    const way = direction === 'egress' ? 'to' : 'from';
    const must = `allow no more than calls that config.ts knows`;
    const got = `${direction} ${way} ${JSON.stringify(labels)} at ${ports.map(({ port }) => port).join()}`;
    yield { object: policy, field: `spec.${direction}`, must, got };
  }
}

/** Pods that a controller of the Gateway API makes for a Gateway of the overlay. */
const isOfGateway = (overlay: Overlay, labels: Labels): boolean =>
  overlay.all('Gateway').some(({ metadata }) => selects(labels, { [GATEWAY_NAME]: metadata.name }));
