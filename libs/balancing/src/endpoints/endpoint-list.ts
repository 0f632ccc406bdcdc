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

/** What is kept of an endpoint as long as the list names it. */
export interface ListEntry {
  notes: AnnotatedEndpoint;
  /** How many times the list names it: it leaves with the last. */
  times: number;
}

export interface EndpointChanges<Entry extends ListEntry> {
  added(key: string, endpoint: AnnotatedEndpoint): Entry;
  /** The same endpoint with another weight, zone or hash key. */
  changed(entry: Entry, endpoint: AnnotatedEndpoint): void;
  removed(entry: Entry, key: string): void;
}

/**
 * The list of endpoints. An update compares the new list with the last one from both ends and
 * looks up only what lies between, so one change among 10 000 costs one change. What lies between
 * is gone through one endpoint at a time, so that 10 000 new ones need not hold up anything; a
 * list that arrives meanwhile goes on from there.
 */
export class EndpointList<Entry extends ListEntry> {
  readonly #changes: EndpointChanges<Entry>;
  readonly #entries = new Map<string, Entry>();
  #last: readonly AnnotatedEndpoint[] = [];
  #next: readonly AnnotatedEndpoint[] = [];
  /** Where the two lists begin and cease to differ, the latter counted from their ends. */
  #start = 0;
  #end = 0;
  // How far the work is: so many of the new list have entered, then so many of the last one left.
  #entered = 0;
  #left = 0;

  constructor(changes: EndpointChanges<Entry>) {
    this.#changes = changes;
  }

  /** Endpoints that have entered and not left. */
  get size(): number {
    return this.#entries.size;
  }

  /** Takes the list; `advance` does the work. */
  update(next: readonly AnnotatedEndpoint[]): void {
    const last = this.#counted();
    this.#last = last;
    this.#next = next;
    const shorter = Math.min(last.length, next.length);
    let start = 0;
    while (start < shorter && isSame(last[start]!, next[start]!)) start += 1;
    let end = 0;
    const rest = shorter - start;
    while (end < rest && isSame(last[last.length - 1 - end]!, next[next.length - 1 - end]!)) {
      end += 1;
    }
    this.#start = start;
    this.#end = end;
    this.#entered = 0;
    this.#left = 0;
  }

  /** Goes on by one endpoint; false once there is nothing left to do. */
  advance(): boolean {
    // New ones first: a name that only moved within the list never drops to nought.
    const entering = this.#start + this.#entered;
    if (entering < this.#next.length - this.#end) {
      this.#entered += 1;
      this.#enter(this.#next[entering]!);
      return true;
    }
    const leaving = this.#start + this.#left;
    if (leaving < this.#last.length - this.#end) {
      this.#left += 1;
      this.#leave(this.#last[leaving]!);
      return true;
    }
    return false;
  }

  /** What has entered and not left, in the order of the lists as far as they agree. */
  #counted(): readonly AnnotatedEndpoint[] {
    const start = this.#start;
    const toEnter = this.#next.length - this.#end - start;
    const toLeave = this.#last.length - this.#end - start;
    if (this.#entered === toEnter && this.#left === toLeave) return this.#next;
    const entered = this.#next.slice(0, start + this.#entered);
    return [...entered, ...this.#last.slice(start + this.#left)];
  }

  #enter(endpoint: AnnotatedEndpoint): void {
    const key = endpointKey(endpoint);
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#entries.set(key, this.#changes.added(key, endpoint));
      return;
    }
    entry.times += 1;
    if (!hasSameNotes(entry.notes, endpoint)) this.#changes.changed(entry, endpoint);
  }

  #leave(endpoint: AnnotatedEndpoint): void {
    const key = endpointKey(endpoint);
    const entry = this.#entries.get(key)!;
    entry.times -= 1;
    if (entry.times > 0) return;
    this.#entries.delete(key);
    this.#changes.removed(entry, key);
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
  const count = one.addresses.length;
  if (count !== other.addresses.length) return false;
  for (let i = 0; i < count; i += 1) {
    if (!isSameAddress(one.addresses[i]!, other.addresses[i]!)) return false;
  }
  return true;
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
