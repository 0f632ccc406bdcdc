// What SRV records say besides the address: RFC 2782's priority and weight.
import type { SrvRecord } from 'node:dns';
import { formatEndpoint, type Endpoint } from '../endpoint.ts';

/** A record, and the addresses of its target. */
export interface FoundService {
  readonly service: SrvRecord;
  readonly hosts: readonly string[];
}

/**
 * The share of a record with weight 0 beside others that have one: "records containing weights
 * greater than 0 … very small chance of being selected" (RFC 2782) is no chance of none.
 */
const zeroWeight = 0.01;

/** By priority, the best (lowest) first: "MUST attempt to contact the target host with the lowest". */
export function rankServices(services: readonly SrvRecord[]): readonly (readonly SrvRecord[])[] {
  const ranks = Map.groupBy(services, ({ priority }) => priority);
  return [...ranks].sort(([a], [b]) => a - b).map(([, rank]) => rank);
}

/**
 * Endpoints with the weights of their records; without, where all come out alike. A target with
 * several addresses shares its weight among them; an address in several records has the sum. A
 * target with one address lends its name as hash key: that of a StatefulSet's pod outlives the pod.
 */
export function weighServices(found: readonly FoundService[]): readonly Endpoint[] {
  const endpoints = new Map<string, Endpoint & { readonly weight: number }>();
  for (const { service, hosts } of found) {
    for (const host of hosts) {
      const address = { host, port: service.port };
      const key = formatEndpoint(address);
      const share = (service.weight || zeroWeight) / hosts.length;
      const weight = share + (endpoints.get(key)?.weight ?? 0);
      const hashKey = hosts.length === 1 && { hashKey: service.name };
      endpoints.set(key, { ...address, weight, ...hashKey });
    }
  }
  const all = [...endpoints.values()];
  const isAlike = all.every(({ weight }) => weight === all[0]?.weight);
  return isAlike ? all.map(({ weight, ...rest }) => rest) : all;
}
