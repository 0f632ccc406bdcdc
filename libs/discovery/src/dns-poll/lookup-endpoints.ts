// One look into DNS. c-ares (dns.Resolver) and not getaddrinfo (dns.lookup): only the former
// tells the time to live, and it does not wait for one of libuv's four threads.
import type { Resolver } from 'node:dns/promises';
import type { Endpoint } from '../endpoint.ts';
import type { DnsQuestion } from './dns-poll-scheme.ts';

export interface DnsAnswer {
  /** In a stable order. */
  readonly endpoints: readonly Endpoint[];
  /** The shortest time to live; undefined where the records tell none. */
  readonly ttlSeconds: number | undefined;
}

interface AddressRecord {
  readonly address: string;
  readonly ttl: number;
}

/** @throws the resolver's error where the answer cannot be known, NXDOMAIN included */
export function lookupEndpoints(resolver: Resolver, question: DnsQuestion): Promise<DnsAnswer> {
  const { name, port } = question;
  return port === undefined ? lookupService(resolver, name) : lookupAddresses(resolver, name, port);
}

/** IPv4 where there is any: a pod with both families would otherwise be called twice as often. */
async function lookupAddresses(resolver: Resolver, name: string, port: number): Promise<DnsAnswer> {
  const four = await orNone(resolver.resolve4(name, { ttl: true }));
  const records = four.length > 0 ? four : await orNone(resolver.resolve6(name, { ttl: true }));
  return {
    endpoints: sort(records.map(({ address }) => ({ host: address, port }))),
    ttlSeconds: records.length > 0 ? Math.min(...records.map(({ ttl }) => ttl)) : undefined,
  };
}

/** Only the records of the best priority (RFC 2782); weights are left to the balancer. */
async function lookupService(resolver: Resolver, name: string): Promise<DnsAnswer> {
  const services = await orNone(resolver.resolveSrv(name));
  const best = Math.min(...services.map(({ priority }) => priority));
  const chosen = services.filter(({ priority }) => priority === best);
  const answers = await Promise.all(
    chosen.map((service) => lookupAddresses(resolver, service.name, service.port)),
  );
  const ttls = answers.flatMap(({ ttlSeconds }) => ttlSeconds ?? []);
  return {
    endpoints: sort(answers.flatMap(({ endpoints }) => endpoints)),
    ttlSeconds: ttls.length > 0 ? Math.min(...ttls) : undefined,
  };
}

/** NODATA: the name is there and has no such record; that is an answer. */
async function orNone<T extends AddressRecord | object>(records: Promise<T[]>): Promise<T[]> {
  try {
    return await records;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENODATA') return [];
    throw error;
  }
}

const sort = (endpoints: readonly Endpoint[]) =>
  [...endpoints].sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.port - b.port));
