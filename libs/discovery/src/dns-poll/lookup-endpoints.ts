// One look into DNS. c-ares (dns.Resolver) and not getaddrinfo (dns.lookup): only the former
// tells the time to live, and it does not wait for one of libuv's four threads.
import type { RecordWithTtl, SrvRecord } from 'node:dns';
import { compareEndpoints, type Endpoint } from '../endpoint.ts';
import type { DnsQuestion } from './dns-poll-scheme.ts';
import { rankServices, weighServices } from './srv-records.ts';

export interface DnsAnswer {
  /** In a stable order. */
  readonly endpoints: readonly Endpoint[];
  /** The shortest time to live; undefined where the records tell none. */
  readonly ttlSeconds: number | undefined;
}

/** As much of node's dns.Resolver as is used. */
export interface DnsResolver {
  resolve4(name: string, options: { ttl: true }): Promise<RecordWithTtl[]>;
  resolve6(name: string, options: { ttl: true }): Promise<RecordWithTtl[]>;
  resolveSrv(name: string): Promise<SrvRecord[]>;
  cancel(): void;
}

/**
 * Asks for one name after the other until one is known.
 *
 * @param names the full names that the question's may stand for, at least one
 * @throws the resolver's error where the answer cannot be known, NXDOMAIN of all names included
 */
export async function lookupEndpoints(
  resolver: DnsResolver,
  question: DnsQuestion,
  names: readonly string[],
): Promise<DnsAnswer> {
  let unknown: unknown;
  for (const name of names) {
    try {
      return await lookupName(resolver, { ...question, name });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTFOUND') throw error;
      unknown = error;
    }
  }
  throw unknown;
}

function lookupName(resolver: DnsResolver, question: DnsQuestion): Promise<DnsAnswer> {
  const { name, port } = question;
  return port === undefined ? lookupService(resolver, name) : lookupHost(resolver, name, port);
}

async function lookupHost(resolver: DnsResolver, name: string, port: number): Promise<DnsAnswer> {
  const records = await lookupAddresses(resolver, name);
  const hosts = new Set(records.map(({ address }) => address));
  return {
    endpoints: [...hosts].map((host) => ({ host, port })).sort(compareEndpoints),
    ttlSeconds: findTtl(records),
  };
}

/** The records of the best priority that lead anywhere (RFC 2782), with their weights. */
async function lookupService(resolver: DnsResolver, name: string): Promise<DnsAnswer> {
  const services = await orNone(resolver.resolveSrv(name));
  const seen: RecordWithTtl[] = [];
  for (const rank of rankServices(services)) {
    const found = await Promise.all(
      rank.map(async (service) => {
        const records = await lookupAddresses(resolver, service.name);
        seen.push(...records);
        return { service, hosts: records.map(({ address }) => address) };
      }),
    );
    const endpoints = weighServices(found);
    if (endpoints.length > 0)
      return { endpoints: [...endpoints].sort(compareEndpoints), ttlSeconds: findTtl(seen) };
  }
  return { endpoints: [], ttlSeconds: findTtl(seen) };
}

/** IPv4 where there is any: a pod with both families would otherwise be called twice as often. */
async function lookupAddresses(resolver: DnsResolver, name: string): Promise<RecordWithTtl[]> {
  const four = await orNone(resolver.resolve4(name, { ttl: true }));
  return four.length > 0 ? four : await orNone(resolver.resolve6(name, { ttl: true }));
}

function findTtl(records: readonly RecordWithTtl[]): number | undefined {
  return records.length > 0 ? Math.min(...records.map(({ ttl }) => ttl)) : undefined;
}

/** NODATA: the name is there and has no such record; that is an answer. */
async function orNone<T>(records: Promise<T[]>): Promise<T[]> {
  try {
    return await records;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENODATA') return [];
    throw error;
  }
}
