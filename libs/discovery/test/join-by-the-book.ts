// What KEP-752, KEP-1669, KEP-2433 and the comments of the API say, in one pass over everything and
// with no thought of speed: the model that the incremental join is held to.
import type { Endpoint } from '../src/endpoint.ts';
import type { EndpointSlice, SliceEndpoint } from '../src/kubernetes/endpoint-slice.ts';
import type { Locality } from '../src/locality.ts';

interface Listed {
  readonly endpoint: SliceEndpoint;
  readonly host: string;
  readonly port: number;
  readonly family: string;
  readonly standing: number;
}

export function joinByTheBook(
  slices: readonly EndpointSlice[],
  portName: string,
  { zone, node }: Locality = {},
): readonly Endpoint[] {
  const listed = slices.flatMap((slice) => list(slice, portName));
  const byPod = best(
    listed,
    ({ endpoint, host, port }) => `${endpoint.targetRef?.uid ?? host}:${port}`,
  );
  const byAddress = best(byPod, ({ host, port }) => `${host}|${port}`);
  const ready = byAddress.filter(({ standing }) => standing === 2);
  const usable = ready.length > 0 ? ready : byAddress.filter(({ standing }) => standing === 1);
  const nodesOf = ({ endpoint }: Listed) => names(endpoint.hints?.forNodes);
  const zonesOf = ({ endpoint }: Listed) => names(endpoint.hints?.forZones);
  const isFor = (here: string | undefined, hints: (each: Listed) => string[]) =>
    here !== undefined &&
    usable.every((each) => hints(each).length > 0) &&
    usable.some((each) => hints(each).includes(here));
  const own = zone ?? node;
  const findZone = (each: Listed): string | undefined => {
    const real = each.endpoint.zone;
    if (isFor(node, nodesOf)) {
      if (nodesOf(each).includes(node!)) return own;
      return real === own ? `${real}/${each.endpoint.nodeName ?? nodesOf(each)[0]}` : real;
    }
    if (isFor(zone, zonesOf)) {
      if (zonesOf(each).includes(zone!)) return own;
      return real === own ? zonesOf(each)[0] : real;
    }
    return real;
  };
  return usable
    .map((each) => {
      const found = findZone(each);
      const { hostname } = each.endpoint;
      return {
        ...{ host: each.host, port: each.port },
        ...(found !== undefined && { zone: found }),
        ...(hostname !== undefined && { hashKey: hostname }),
      };
    })
    .sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.port - b.port));
}

const names = (hints: readonly { readonly name: string }[] | null | undefined) =>
  (hints ?? []).map(({ name }) => name);

function list({ addressType = 'IPv4', ports, endpoints }: EndpointSlice, portName: string) {
  const port = ports?.find(({ name, protocol }) => name === portName && protocol !== 'UDP')?.port;
  if (!port || addressType === 'FQDN') return [];
  return (endpoints ?? []).flatMap((endpoint): Listed[] => {
    const { ready, serving, terminating } = endpoint.conditions ?? {};
    const isReady = ready ?? true;
    const isLastResort = (serving ?? isReady) && (terminating ?? false);
    const [host] = endpoint.addresses;
    const standing = isReady ? 2 : isLastResort ? 1 : 0;
    return host === undefined ? [] : [{ endpoint, host, port, family: addressType, standing }];
  });
}

/** The best of those with the same name: standing, then IPv4, then the least by what it says. */
function best(listed: readonly Listed[], nameOf: (each: Listed) => string): readonly Listed[] {
  const order = (one: Listed, other: Listed) =>
    other.standing - one.standing ||
    (one.family < other.family ? -1 : one.family > other.family ? 1 : 0) ||
    (text(one) < text(other) ? -1 : 1);
  const groups = Map.groupBy(listed, nameOf);
  return [...groups.values()].map((group) => group.toSorted(order)[0]!);
}

/** As the join breaks ties: any total order would do, it only has to be the same one. */
function text({ endpoint, host, port, standing }: Listed): string {
  const { zone = '', nodeName = '', hostname = '', hints, targetRef } = endpoint;
  const word = ['out', 'terminating', 'ready'][standing]!;
  const hinted = `${names(hints?.forZones).join()}|${names(hints?.forNodes).join()}`;
  return `${targetRef?.uid ?? host}:${port}|${host}|${word}|${zone}|${nodeName}|${hostname}|${hinted}`;
}
