// All slices of a Service are one set of endpoints: KEP-752 and the API's documentation ask
// consumers to join them and to expect an endpoint twice while it moves between slices.
import type { Endpoint } from '../endpoint.ts';
import type { EndpointSlice, SliceEndpoint, SlicePort } from './endpoint-slice.ts';

/** Which port of the endpoints to call: its name, its number, or, when undefined, the only one. */
export type PortSelector = string | number | undefined;

/** Where this process runs, for topology hints. Undefined: hints are not followed. */
export interface Locality {
  readonly zone?: string | undefined;
  readonly node?: string | undefined;
}

/** In order of preference; a later one is used only where there is nothing better at all. */
type Standing = 'ready' | 'terminating' | 'out';

interface Candidate {
  readonly endpoint: Endpoint;
  readonly standing: Standing;
  readonly source: SliceEndpoint;
  readonly family: 'IPv4' | 'IPv6';
}

/**
 * The endpoints to call, in a stable order.
 *
 * - Ready ones; when there is none, those that still serve while they terminate, as kube-proxy
 *   does (KEP-1669): a last resort is better than an error.
 * - A pod with addresses of both families is one endpoint, by its IPv4 address.
 * - An endpoint in two slices counts once, by its better standing.
 * - Topology hints narrow the set, under kube-proxy's conditions.
 */
export function joinSlices(
  slices: Iterable<EndpointSlice>,
  port: PortSelector,
  locality: Locality = {},
): readonly Endpoint[] {
  const candidates = new Map<string, Candidate>();
  for (const slice of slices) {
    for (const found of findCandidates(slice, port)) keepBetter(candidates, found);
  }
  const all = [...candidates.values()];
  const ready = all.filter(({ standing }) => standing === 'ready');
  const usable =
    ready.length > 0 ? ready : all.filter(({ standing }) => standing === 'terminating');
  return followHints(usable, locality)
    .map(({ endpoint }) => endpoint)
    .sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.port - b.port));
}

function* findCandidates(slice: EndpointSlice, selector: PortSelector): Iterable<Candidate> {
  const { addressType = 'IPv4' } = slice;
  // Deprecated, and nothing that a resolver could hand on: a name is not an endpoint.
  if (addressType === 'FQDN') return;
  const port = findPort(slice.ports ?? [], selector);
  if (port === undefined) return;
  for (const source of slice.endpoints ?? []) {
    const host = source.addresses[0];
    if (host === undefined) continue;
    yield { endpoint: { host, port }, standing: findStanding(source), source, family: addressType };
  }
}

function findPort(ports: readonly SlicePort[], selector: PortSelector): number | undefined {
  const usable = ports.filter(({ port, protocol }) => port && (protocol ?? 'TCP') === 'TCP');
  if (selector === undefined)
    return usable.length === 1 ? (usable[0]?.port ?? undefined) : undefined;
  const found = usable.find(({ name, port }) =>
    typeof selector === 'number' ? port === selector : name === selector,
  );
  return found?.port ?? undefined;
}

/** The API's words: absent `ready` is true, absent `serving` is `ready`, absent `terminating` false. */
function findStanding({ conditions = {} }: SliceEndpoint): Standing {
  const ready = conditions.ready ?? true;
  if (ready) return 'ready';
  return (conditions.serving ?? ready) && (conditions.terminating ?? false) ? 'terminating' : 'out';
}

const rank: Record<Standing, number> = { ready: 2, terminating: 1, out: 0 };

/** By pod where one is named, so that both families of it meet; else by address. */
function keepBetter(candidates: Map<string, Candidate>, found: Candidate): void {
  const { endpoint, source } = found;
  const key = `${source.targetRef?.uid ?? endpoint.host}:${endpoint.port}`;
  const known = candidates.get(key);
  if (known === undefined || isBetter(found, known)) candidates.set(key, found);
}

function isBetter(found: Candidate, known: Candidate): boolean {
  if (found.standing !== known.standing) return rank[found.standing] > rank[known.standing];
  return found.family === 'IPv4' && known.family === 'IPv6';
}

/**
 * KEP-2433: hints are followed only where every endpoint has one and at least one is for here;
 * otherwise the controller is in the middle of something and all endpoints are right. Node hints
 * are the narrower ones and come first.
 */
function followHints(
  candidates: readonly Candidate[],
  { zone, node }: Locality,
): readonly Candidate[] {
  const narrow = (list: 'forZones' | 'forNodes', here: string | undefined) => {
    if (here === undefined) return [];
    const hinted = candidates.map(({ source }) => source.hints?.[list] ?? []);
    if (hinted.some((names) => names.length === 0)) return [];
    return candidates.filter((_, index) => hinted[index]?.some(({ name }) => name === here));
  };
  for (const narrowed of [narrow('forNodes', node), narrow('forZones', zone)]) {
    if (narrowed.length > 0) return narrowed;
  }
  return candidates;
}
