import type { experimental } from '@grpc/grpc-js';
import type { Connection } from '../connecting/connection.ts';
import type { AnnotatedEndpoint, ListEntry } from '../endpoints/endpoint-list.ts';
import type { PickableEndpoint } from './channel-picker.ts';

/** Channel option or resolver attribute: the zone that the caller runs in. */
export const ZONE_OPTION = 'ballast.zone';
/**
 * Channel option: what the channel is called in snapshots, such as its target. Its prefix keeps it
 * from telling apart connections that channels share (SUBCHANNEL_ARGS_EXCLUDE_KEY_PREFIX).
 */
export const CHANNEL_NAME_OPTION = 'grpc.internal.no_subchannel.ballast.channel_name';

/** An endpoint of the list, from its entry to the end of its last call. */
export class ListedEndpoint implements PickableEndpoint, ListEntry {
  readonly slot: number;
  notes: AnnotatedEndpoint;
  times = 1;
  subchannel: experimental.SubchannelInterface | null = null;
  connection: Connection | undefined;
  /** Failed to connect, and not connected since. */
  hasFailed = false;

  constructor(slot: number, notes: AnnotatedEndpoint) {
    this.slot = slot;
    this.notes = notes;
  }

  get isListed(): boolean {
    return this.times > 0;
  }
}

/** gRFC A42 places an endpoint with several addresses by the first of them. */
export function firstAddressOf(key: string): string {
  const comma = key.indexOf(',');
  return comma === -1 ? key : key.slice(0, comma);
}
