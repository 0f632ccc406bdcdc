import type { Service } from '../../platform/platform.ts';
import type { Cluster } from '../cluster.ts';
import type { ListOf, Metadata } from '../objects.ts';

// As much of Istio's objects as the suite changes.

export interface Destination {
  readonly destination: { readonly host: string; readonly subset?: string };
  readonly weight?: number;
}

export interface HttpRoute {
  readonly name?: string;
  readonly match?: readonly object[];
  readonly fault?: object;
  readonly retries?: { readonly attempts: number };
  readonly mirror?: { readonly host: string };
  readonly route: readonly Destination[];
}

interface Rules<Spec> {
  readonly metadata: Metadata;
  readonly spec: Spec;
}

type VirtualService = Rules<{ readonly hosts: readonly string[]; readonly http?: HttpRoute[] }>;
type DestinationRule = Rules<{ readonly host: string; readonly subsets?: readonly Subset[] }>;

export interface Subset {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Of a JSON patch (RFC 6902) of the whole object. */
export interface RouteStep {
  readonly op: 'add' | 'replace' | 'test';
  readonly path: string;
  readonly value: unknown;
}

const group = 'networking.istio.io/v1';
const labels = { 'app.kubernetes.io/part-of': 'ballast-e2e' };
const isOf = (service: Service, host = '') => host.split('.')[0] === service;

/** Changes what a mesh does with calls of a service, beside whatever else is said about them there. */
export async function changeRoutes(
  cluster: Cluster,
  service: Service,
  change: (routes: readonly HttpRoute[]) => readonly HttpRoute[],
): Promise<AsyncDisposable> {
  const { path, found } = await findRoutes(cluster, service);
  const before = found?.spec.http ?? [{ route: [{ destination: { host: service } }] }];
  const spec = { hosts: [service], http: change(before) };
  return put(cluster, path, { kind: 'VirtualService', service, found, spec, before: found?.spec });
}

/** Changes the routes that are there by steps, all of them or none; there has to be a VirtualService. */
export async function patchRoutes(
  cluster: Cluster,
  service: Service,
  steps: readonly RouteStep[],
): Promise<AsyncDisposable> {
  const { path, found } = await findRoutes(cluster, service);
  if (found === undefined) throw new Error(`there is no VirtualService of ${service} to patch`);
  const own = `${path}/${found.metadata.name}`;
  const { http } = found.spec;
  await cluster.api.edit(own, steps);
  return { [Symbol.asyncDispose]: () => cluster.api.merge(own, { spec: { http } }) };
}

/** Names parts of a service's pods, so that routes can lead to them. */
export async function nameSubsets(
  cluster: Cluster,
  service: Service,
  subsets: readonly Subset[],
): Promise<AsyncDisposable> {
  const path = cluster.path('destinationrules', group);
  const { items } = await cluster.api.read<ListOf<DestinationRule>>(path);
  const found = items.find(({ spec }) => isOf(service, spec.host));
  const before = { subsets: found?.spec.subsets ?? null };
  const spec = { host: service, subsets };
  return put(cluster, path, { kind: 'DestinationRule', service, found, spec, before });
}

/** Where VirtualServices are, and the one of the service. */
async function findRoutes(cluster: Cluster, service: Service) {
  const path = cluster.path('virtualservices', group);
  const { items } = await cluster.api.read<ListOf<VirtualService>>(path);
  const found = items.find(({ spec }) => spec.hosts.some((host) => isOf(service, host)));
  return { path, found };
}

/** Of two objects for one host Istio would take the older: it is changed where there is one. */
async function put(
  { api }: Cluster,
  path: string,
  change: {
    readonly kind: string;
    readonly service: Service;
    readonly found: { readonly metadata: Metadata; readonly spec: object } | undefined;
    readonly spec: object;
    readonly before: object | undefined;
  },
): Promise<AsyncDisposable> {
  const { kind, service, found, spec, before } = change;
  if (found === undefined) {
    const name = `e2e-${service}`;
    // One that a run which was cut off has left.
    await api.remove(`${path}/${name}`);
    await api.create(path, { apiVersion: group, kind, metadata: { name, labels }, spec });
    return { [Symbol.asyncDispose]: () => api.remove(`${path}/${name}`) };
  }
  const own = `${path}/${found.metadata.name}`;
  // The host stays as it is written there.
  const { host: _host, hosts: _hosts, ...changed } = spec as Record<string, unknown>;
  await api.merge(own, { spec: changed });
  return { [Symbol.asyncDispose]: () => api.merge(own, { spec: before }) };
}
