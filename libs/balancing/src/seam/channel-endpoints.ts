import type { ChannelOptions, experimental } from '@grpc/grpc-js';
import { type ConnectionOwner, openConnection } from '../connecting/connection.ts';
import { PacedWork } from '../connecting/paced-work.ts';
import { type AnnotatedEndpoint, EndpointList } from '../endpoints/endpoint-list.ts';
import { EndpointTable } from '../endpoints/endpoint-table.ts';
import type { Rotation } from './rotation.ts';
import { ListedEndpoint } from './listed-endpoint.ts';

type Subchannel = experimental.SubchannelInterface;
/** What the endpoints' coming and going is told to. */
type EndpointRotation = Pick<
  Rotation<unknown>,
  'addListed' | 'removeListed' | 'addReady' | 'removeReady' | 'notesChanged'
>;

export interface ChannelEndpointsOptions {
  readonly helper: experimental.ChannelControlHelper;
  readonly clock: { nowMs: number };
  /** Something of what stands below has changed. */
  readonly changed: () => void;
}

/** The endpoints of one channel: what is listed, connected, and known of each. */
export class ChannelEndpoints implements ConnectionOwner<ListedEndpoint> {
  readonly table = new EndpointTable();
  readonly helper: experimental.ChannelControlHelper;
  options: ChannelOptions = {};
  unreachable = 0;
  lastError = '';
  readonly connections = { open: 0, made: 0, lost: 0, failed: 0 };
  readonly #clock: { nowMs: number };
  readonly #changed: () => void;
  readonly #bySlot: (ListedEndpoint | undefined)[] = [];
  readonly #list = new EndpointList<ListedEndpoint>({
    added: (key, notes) => this.#add(key, notes),
    changed: (endpoint, notes) => this.#annotate(endpoint, notes),
    removed: (endpoint) => this.#remove(endpoint),
  });
  readonly #work = new PacedWork({
    step: () => this.#list.advance() || this.#connectNext(),
    turnBegins: () => {
      this.#clock.nowMs = performance.now();
      this.#isTurn = true;
    },
    turnEnds: () => {
      this.#isTurn = false;
      this.#changed();
    },
  });
  #toConnect: ListedEndpoint[] = [];
  #nextToConnect = 0;
  #isTurn = false;
  #rotation: EndpointRotation | undefined;

  constructor({ helper, clock, changed }: ChannelEndpointsOptions) {
    this.helper = helper;
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Endpoints that discovery lists; Infinity while a new list is being gone through. */
  get listed(): number {
    return this.#work.isUnderWay ? Infinity : this.#list.size;
  }

  at(slot: number): ListedEndpoint | undefined {
    return this.#bySlot[slot];
  }

  update(endpoints: readonly AnnotatedEndpoint[]): void {
    this.#list.update(endpoints);
    this.#work.run();
  }

  /** Another rotation from now on; it is told of all that is there. */
  rotate(rotation: EndpointRotation): void {
    this.#rotation = rotation;
    for (const endpoint of this.all()) {
      rotation.addListed(endpoint.slot);
      if (endpoint.subchannel !== null) rotation.addReady(endpoint.slot, this.#clock.nowMs);
    }
  }

  all(): ListedEndpoint[] {
    return this.#bySlot.filter((endpoint) => endpoint?.isListed) as ListedEndpoint[];
  }

  close(): void {
    this.#work.stop();
    for (const endpoint of this.#bySlot) endpoint?.connection?.close();
    this.#bySlot.length = 0;
  }

  connected(endpoint: ListedEndpoint, subchannel: Subchannel): void {
    if (!endpoint.isListed) return;
    if (endpoint.hasFailed) this.unreachable -= 1;
    endpoint.hasFailed = false;
    this.connections.made += 1;
    this.connections.open += 1;
    endpoint.subchannel = subchannel;
    this.#clock.nowMs = performance.now();
    this.#rotation!.addReady(endpoint.slot, this.#clock.nowMs);
    this.#tell();
  }

  disconnected(endpoint: ListedEndpoint): void {
    if (!endpoint.isListed) return;
    this.connections.lost += 1;
    this.connections.open -= 1;
    endpoint.subchannel = null;
    this.#rotation!.removeReady(endpoint.slot);
    this.#tell();
    this.#requestReresolution();
  }

  failed(endpoint: ListedEndpoint, message: string): void {
    if (!endpoint.isListed) return;
    this.lastError = message;
    this.connections.failed += 1;
    if (!endpoint.hasFailed) {
      endpoint.hasFailed = true;
      this.unreachable += 1;
    }
    this.#tell();
    this.#requestReresolution();
  }

  #add(key: string, notes: AnnotatedEndpoint): ListedEndpoint {
    const slot = this.table.add(key);
    this.table.weight.values[slot] = notes.weight ?? 1;
    const endpoint = new ListedEndpoint(slot, notes);
    this.#bySlot[slot] = endpoint;
    this.#rotation!.addListed(slot);
    this.#toConnect.push(endpoint);
    return endpoint;
  }

  #annotate(endpoint: ListedEndpoint, notes: AnnotatedEndpoint): void {
    if (endpoint.notes.zone !== notes.zone) {
      this.#leaveRotation(endpoint);
      endpoint.notes = notes;
      this.#rotation!.addListed(endpoint.slot);
      if (endpoint.subchannel !== null) this.#rotation!.addReady(endpoint.slot, this.#clock.nowMs);
    }
    endpoint.notes = notes;
    this.table.weight.values[endpoint.slot] = notes.weight ?? 1;
    this.#rotation!.notesChanged(endpoint.slot);
  }

  #remove(endpoint: ListedEndpoint): void {
    this.#leaveRotation(endpoint);
    if (endpoint.subchannel !== null) this.connections.open -= 1;
    endpoint.subchannel = null;
    if (endpoint.hasFailed) this.unreachable -= 1;
    this.table.remove(endpoint.slot, this.#clock.nowMs);
    endpoint.connection?.close();
    endpoint.connection = undefined;
  }

  #leaveRotation({ slot, subchannel }: ListedEndpoint): void {
    if (subchannel !== null) this.#rotation!.removeReady(slot);
    this.#rotation!.removeListed(slot);
  }

  #connectNext(): boolean {
    const endpoint = this.#toConnect[this.#nextToConnect];
    if (endpoint === undefined) {
      this.#toConnect = [];
      this.#nextToConnect = 0;
      return false;
    }
    this.#nextToConnect += 1;
    // It may have been removed while it waited for its turn.
    if (endpoint.isListed) endpoint.connection = openConnection<ListedEndpoint>(endpoint, this);
    return true;
  }

  #tell(): void {
    // Within a turn there is more to come; it is told of at the end.
    if (!this.#isTurn) this.#changed();
  }

  #requestReresolution(): void {
    // Within an update the resolver has just spoken, and may not expect to be asked.
    if (!this.#isTurn) this.helper.requestReresolution();
  }
}
