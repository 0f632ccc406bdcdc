// How a service's endpoints are written down: as etcd's own naming package for gRPC does it
// (go.etcd.io/etcd/client/v3/naming/endpoints), so that Go clients find ours and we find theirs.
import { parseEndpoint, type Endpoint, type EndpointNotes } from '../endpoint.ts';
import { parseNotes } from '../endpoint-notes.ts';

/** Every endpoint of a service has a key that begins so. */
export const prefixOf = (service: string): string => `${service}/`;

export const keyOf = (service: string, address: string): string => `${prefixOf(service)}${address}`;

export const formatValue = (address: string, notes: EndpointNotes = {}): string =>
  JSON.stringify({
    Op: 0,
    Addr: address,
    Metadata: Object.keys(notes).length > 0 ? notes : null,
  });

/** Undefined where a value is not one of ours: one bad key must not hide the others. */
export function parseValue(value: string): Endpoint | undefined {
  try {
    const { Addr, Metadata } = JSON.parse(value) as { Addr?: unknown; Metadata?: unknown };
    const parsed = parseEndpoint(String(Addr));
    if (parsed.kind === 'broken') return undefined;
    // Metadata is anybody's: Go programs put there what they like. Only sound notes are taken.
    const read = parseNotes(Object(Metadata) as Record<string, unknown>);
    return read.kind === 'notes' ? { ...parsed.endpoint, ...read.notes } : parsed.endpoint;
  } catch {
    return undefined;
  }
}
