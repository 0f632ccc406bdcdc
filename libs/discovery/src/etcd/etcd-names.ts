// How a service's endpoints are written down: as etcd's own naming package for gRPC does it
// (go.etcd.io/etcd/client/v3/naming/endpoints), so that Go clients find ours and we find theirs.
import { parseEndpoint, type Endpoint } from '../endpoint.ts';

/** Every endpoint of a service has a key that begins so. */
export const prefixOf = (service: string): string => `${service}/`;

export const keyOf = (service: string, address: string): string => `${prefixOf(service)}${address}`;

export const formatValue = (address: string): string =>
  JSON.stringify({ Op: 0, Addr: address, Metadata: null });

/** Undefined where a value is not one of ours: one bad key must not hide the others. */
export function parseValue(value: string): Endpoint | undefined {
  try {
    const { Addr } = JSON.parse(value) as { Addr?: unknown };
    const parsed = parseEndpoint(String(Addr));
    return parsed.kind === 'endpoint' ? parsed.endpoint : undefined;
  } catch {
    return undefined;
  }
}
