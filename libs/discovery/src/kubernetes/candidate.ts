// One endpoint of one slice, as far as it matters for the set.
import type { EndpointSlice, SliceEndpoint, SlicePort } from './endpoint-slice.ts';

/** Which port of the endpoints to call: its name, its number, or, when undefined, the only one. */
export type PortSelector = string | number | undefined;

/** In order of preference; a later one is used only where there is nothing better at all. */
export type Standing = 'ready' | 'terminating' | 'out';

export interface Candidate {
  /** Tells all of it: two candidates with the same text are alike. */
  readonly text: string;
  /** The same for all addresses of a pod, of both families. */
  readonly pod: string;
  readonly host: string;
  readonly port: number;
  readonly family: 'IPv4' | 'IPv6';
  readonly standing: Standing;
  readonly zone: string | undefined;
  readonly node: string | undefined;
  /** Its stable name, which the pods of a StatefulSet have. */
  readonly hostname: string | undefined;
  /** Whose calls the controller means it for; empty: nobody said. */
  readonly forZones: readonly string[];
  readonly forNodes: readonly string[];
}

/** The candidates of a slice by their text, so that it can be compared with its next version. */
export function readCandidates(
  slice: EndpointSlice,
  selector: PortSelector,
): ReadonlyMap<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  const { addressType = 'IPv4' } = slice;
  // Deprecated, and nothing that a resolver could hand on: a name is not an endpoint.
  if (addressType === 'FQDN') return candidates;
  const port = findPort(slice.ports ?? [], selector);
  if (port === undefined) return candidates;
  for (const endpoint of slice.endpoints ?? []) {
    const host = endpoint.addresses[0];
    if (host === undefined) continue;
    const candidate = createCandidate(endpoint, host, port, addressType);
    candidates.set(candidate.text, candidate);
  }
  return candidates;
}

function createCandidate(
  endpoint: SliceEndpoint,
  host: string,
  port: number,
  family: 'IPv4' | 'IPv6',
): Candidate {
  const { zone, nodeName, hostname, targetRef, hints } = endpoint;
  const pod = `${targetRef?.uid ?? host}:${port}`;
  const standing = findStanding(endpoint);
  const forZones = (hints?.forZones ?? []).map(({ name }) => name);
  const forNodes = (hints?.forNodes ?? []).map(({ name }) => name);
  const place = `${zone ?? ''}|${nodeName ?? ''}|${hostname ?? ''}`;
  return {
    text: `${pod}|${host}|${standing}|${place}|${forZones.join()}|${forNodes.join()}`,
    ...{ pod, host, port, family, standing, forZones, forNodes },
    // The API writes an empty text where a name is not known.
    zone: zone || undefined,
    node: nodeName || undefined,
    hostname: hostname || undefined,
  };
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
function findStanding({ conditions }: SliceEndpoint): Standing {
  const ready = conditions?.ready ?? true;
  if (ready) return 'ready';
  return (conditions?.serving ?? ready) && (conditions?.terminating ?? false)
    ? 'terminating'
    : 'out';
}
