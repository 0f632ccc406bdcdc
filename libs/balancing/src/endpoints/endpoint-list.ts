import type { experimental } from '@grpc/grpc-js';

type Address = experimental.SubchannelAddress;

/**
 * A grpc-js endpoint, and what a resolver may say of it besides. grpc-js hands the objects of a
 * resolver through as they are, so the notes travel on the endpoint itself.
 */
export interface AnnotatedEndpoint extends experimental.Endpoint {
  /** Its share of the load relative to the others', > 0. Default 1. */
  readonly weight?: number;
  /** Where it runs, such as `eu-west-1a`. */
  readonly zone?: string;
  /** What a hash ring places it by. Default: its first address (gRFC A42). */
  readonly hashKey?: string;
}

export interface EndpointChanges {
  added(key: string, endpoint: AnnotatedEndpoint): void;
  /** The same endpoint with another weight, zone or hash key. */
  changed(key: string, endpoint: AnnotatedEndpoint): void;
  removed(key: string): void;
}

interface Listed {
  endpoint: AnnotatedEndpoint;
  /** How many times the list names it: it leaves with the last. */
  times: number;
}

/**
 * The list of endpoints as last seen. An update compares the two lists from both ends and looks
 * up only what lies between, so one change among 10 000 costs one change.
 */
export class EndpointList {
  #last: readonly AnnotatedEndpoint[] = [];
  readonly #listed = new Map<string, Listed>();

  update(next: readonly AnnotatedEndpoint[], changes: EndpointChanges): void {
    const last = this.#last;
    this.#last = next;
    const shorter = Math.min(last.length, next.length);
    let start = 0;
    while (start < shorter && isSame(last[start]!, next[start]!)) start += 1;
    let end = 0;
    while (
      end < shorter - start &&
      isSame(last[last.length - 1 - end]!, next[next.length - 1 - end]!)
    ) {
      end += 1;
    }
    // New ones first: a name that only moved within the list never drops to nought.
    for (let i = start; i < next.length - end; i += 1) this.#enter(next[i]!, changes);
    for (let i = start; i < last.length - end; i += 1) this.#leave(last[i]!, changes);
  }

  #enter(endpoint: AnnotatedEndpoint, changes: EndpointChanges): void {
    const key = endpointKey(endpoint);
    const listed = this.#listed.get(key);
    if (listed === undefined) {
      this.#listed.set(key, { endpoint, times: 1 });
      changes.added(key, endpoint);
      return;
    }
    listed.times += 1;
    if (hasSameNotes(listed.endpoint, endpoint)) return;
    listed.endpoint = endpoint;
    changes.changed(key, endpoint);
  }

  #leave(endpoint: AnnotatedEndpoint, changes: EndpointChanges): void {
    const key = endpointKey(endpoint);
    const listed = this.#listed.get(key)!;
    listed.times -= 1;
    if (listed.times > 0) return;
    this.#listed.delete(key);
    changes.removed(key);
  }
}

/** The endpoint's addresses as text, such as `127.0.0.1:50051`. */
export function endpointKey({ addresses }: experimental.Endpoint): string {
  if (addresses.length === 1) return addressKey(addresses[0]!);
  return addresses.map(addressKey).join(',');
}

function addressKey(address: Address): string {
  if (!('port' in address)) return address.path;
  const { host, port } = address;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function isSame(one: AnnotatedEndpoint, other: AnnotatedEndpoint): boolean {
  return one === other || (hasSameAddresses(one, other) && hasSameNotes(one, other));
}

function hasSameAddresses(one: AnnotatedEndpoint, other: AnnotatedEndpoint): boolean {
  if (one.addresses.length !== other.addresses.length) return false;
  return one.addresses.every((address, i) => isSameAddress(address, other.addresses[i]!));
}

function isSameAddress(one: Address, other: Address): boolean {
  if ('port' in one) {
    return 'port' in other && one.port === other.port && one.host === other.host;
  }
  return !('port' in other) && one.path === other.path;
}

function hasSameNotes(one: AnnotatedEndpoint, other: AnnotatedEndpoint): boolean {
  return one.weight === other.weight && one.zone === other.zone && one.hashKey === other.hashKey;
}
