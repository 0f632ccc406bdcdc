// From one set to the next: an endpoint that did not change is the same object, both as sources
// know it and as grpc-js gets it, so that a balancer finds the change by comparing references.
import type { experimental } from '@grpc/grpc-js';
import {
  compareEndpoints,
  formatEndpoint,
  isSameEndpoint,
  type Endpoint,
  type EndpointNotes,
} from './endpoint.ts';

/**
 * An endpoint as grpc-js takes it. It hands the objects of a resolver through to the balancing
 * policy as they are, so the notes travel on the endpoint itself.
 */
export interface DeliveredEndpoint extends experimental.Endpoint, EndpointNotes {}

export interface EndpointSet {
  readonly endpoints: readonly Endpoint[];
  /** The same ones, in the same order. */
  readonly delivered: readonly DeliveredEndpoint[];
}

const emptySet: EndpointSet = { endpoints: Object.freeze([]), delivered: Object.freeze([]) };

/**
 * The set that follows `last`; `last` itself where `next` has the same endpoints, in whatever order.
 * Walks both as a merge of sorted lists does, which is what most sources tell: one change among
 * 10 000 costs the comparison of 10 000 references, and one look-up. What a merge takes for gone and
 * for new because the lists are not sorted is found among each other afterwards.
 * @param next each address once
 */
export function followSet(last: EndpointSet | undefined, next: readonly Endpoint[]): EndpointSet {
  const { endpoints, delivered } = last ?? emptySet;
  /** Where each one of `next` stands in `endpoints`; -1: it is new. */
  const places = new Array<number>(next.length).fill(-1);
  const gone = new Map<string, number>();
  const entered: number[] = [];
  let [at, place] = [0, 0];
  while (at < next.length || place < endpoints.length) {
    const order = compareHeads(endpoints[place], next[at]);
    if (order === 0 && isSameEndpoint(endpoints[place]!, next[at]!)) {
      places[at++] = place++;
      continue;
    }
    if (order <= 0) gone.set(formatEndpoint(endpoints[place]!), place++);
    if (order >= 0) entered.push(at++);
  }
  let kept = next.length - entered.length;
  for (const one of entered) {
    const known = gone.get(formatEndpoint(next[one]!));
    if (known === undefined || !isSameEndpoint(endpoints[known]!, next[one]!)) continue;
    places[one] = known;
    kept += 1;
  }
  if (last && kept === next.length && kept === endpoints.length) return last;
  return {
    endpoints: Object.freeze(
      next.map((each, i) => (places[i] === -1 ? Object.freeze(each) : endpoints[places[i]!]!)),
    ),
    delivered: Object.freeze(
      next.map((each, i) => (places[i] === -1 ? deliver(each) : delivered[places[i]!]!)),
    ),
  };
}

/** What is at its end comes last. */
function compareHeads(one: Endpoint | undefined, other: Endpoint | undefined): number {
  if (one === other) return 0;
  if (one === undefined) return 1;
  if (other === undefined) return -1;
  return compareEndpoints(one, other);
}

function deliver({ host, port, ...notes }: Endpoint): DeliveredEndpoint {
  const addresses = Object.freeze([Object.freeze({ host, port })]);
  // grpc-js types the list as one that may be changed, and changes none.
  return Object.freeze({
    ...notes,
    addresses: addresses as unknown as experimental.Endpoint['addresses'],
  });
}
