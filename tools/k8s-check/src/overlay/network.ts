import {
  type Labels,
  type NetworkPolicy,
  type Peer,
  type PolicyPort,
  selects,
  type Workload,
} from './manifest.ts';
import type { Overlay } from './overlay.ts';

export type Direction = 'ingress' | 'egress';

/** Pods of the overlay, or a peer that is not in it: whoever it is, or one that a policy names. */
export type Far = Workload | 'anywhere' | 'another namespace';

/** Whether any policy isolates these pods: then what none of them allows is forbidden. */
export function isIsolated(overlay: Overlay, workload: Workload, direction: Direction): boolean {
  return policiesFor(overlay, workload, direction).length > 0;
}

/** Whether the pods of one workload may open connections to a port of another's, from their side. */
export function isAllowed(
  overlay: Overlay,
  direction: Direction,
  { of, peer, port }: { of: Workload; peer: Far; port: number },
): boolean {
  const server = direction === 'egress' ? peer : of;
  const names = typeof server === 'string' ? [] : namesOf(server, port);
  return policiesFor(overlay, of, direction).some(({ spec }) =>
    rulesOf(spec, direction).some(
      (rule) => matchesPort(rule.ports, port, names) && matchesPeer(rule.peers, peer),
    ),
  );
}

/** The pods that policies of this workload name as peers at the port, whoever they are. */
export function peersOf(overlay: Overlay, workload: Workload, direction: Direction): Allowed[] {
  return policiesFor(overlay, workload, direction).flatMap((policy) =>
    rulesOf(policy.spec, direction).flatMap(({ peers, ports }) =>
      (peers ?? []).flatMap(({ podSelector, namespaceSelector }) => {
        if (podSelector?.matchLabels === undefined) return [];
        const isElsewhere = namespaceSelector !== undefined;
        return [{ policy, labels: podSelector.matchLabels, isElsewhere, ports: ports ?? [] }];
      }),
    ),
  );
}

export interface Allowed {
  readonly policy: NetworkPolicy;
  readonly labels: Labels;
  /** In namespaces that it names, too. */
  readonly isElsewhere: boolean;
  readonly ports: readonly PolicyPort[];
}

function policiesFor(overlay: Overlay, workload: Workload, direction: Direction): NetworkPolicy[] {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const labels = workload.spec.template.metadata?.labels;
  return overlay.all('NetworkPolicy').filter(({ spec }) => {
    // Here, and in peers, an empty selector means all.
    return spec.policyTypes?.includes(type) && selects(spec.podSelector.matchLabels ?? {}, labels);
  });
}

interface Allowance {
  readonly peers: readonly Peer[] | undefined;
  readonly ports: readonly PolicyPort[] | undefined;
}

function rulesOf(spec: NetworkPolicy['spec'], direction: Direction): Allowance[] {
  return direction === 'ingress'
    ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
    : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
}

function matchesPort(
  ports: readonly PolicyPort[] | undefined,
  port: number,
  names: readonly string[],
): boolean {
  if (ports === undefined) return true;
  return ports.some((each) => each.port === port || names.includes(String(each.port)));
}

function matchesPeer(peers: readonly Peer[] | undefined, peer: Far): boolean {
  if (peers === undefined) return true;
  if (peer === 'anywhere') return false;
  if (peer === 'another namespace') {
    return peers.some(({ namespaceSelector }) => namespaceSelector !== undefined);
  }
  return peers.some(
    ({ podSelector, namespaceSelector }) =>
      selects(podSelector?.matchLabels ?? {}, peer.spec.template.metadata?.labels) &&
      Object.keys(namespaceSelector?.matchLabels ?? {}).length === 0,
  );
}

function namesOf(workload: Workload, port: number): string[] {
  return workload.spec.template.spec.containers
    .flatMap(({ ports = [] }) => ports)
    .flatMap(({ name, containerPort }) => (containerPort === port && name ? [name] : []));
}
