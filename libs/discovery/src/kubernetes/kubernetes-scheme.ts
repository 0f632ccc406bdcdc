import { systemClock, type Clock } from '../clock.ts';
import type { EndpointSource } from '../endpoint-source.ts';
import type { SourceContext, TargetScheme } from '../target.ts';
import { findLocality } from '../locality.ts';
import { createApiServer, type ApiServer } from './api-server.ts';
import {
  createServiceAccountCredentials,
  isInCluster,
  type ApiCredentials,
} from './credentials.ts';
import { createKubeconfigCredentials } from './kubeconfig.ts';
import { createDnsFallback } from './dns-fallback.ts';
import type { DnsQuestion } from '../dns-poll/dns-poll-scheme.ts';
import type { EndpointSlice } from './endpoint-slice.ts';
import { parseServiceReference, type ServiceReference } from './service-reference.ts';
import { joinWatch } from './shared-watches.ts';
import { SliceJoin } from './slice-join.ts';
import { watchSlices } from './slice-watch.ts';

/**
 * `kubernetes:///inventory.namespace:grpc`: the endpoints of a Service, from a watch on its
 * EndpointSlices. The port is one of the Service's by name, or the pods' by number; without one
 * there must be a single port. Needs list and watch on `endpointslices.discovery.k8s.io`; where that
 * is forbidden, DNS is followed until it is not. So it is where the API server is away when a process
 * starts: in a cluster that has lost it, pods that are started anew still find each other.
 *
 * In a pod it is the service account that asks; elsewhere the kubeconfig of `KUBECONFIG` or of the
 * home directory. `BALLAST_ZONE` and `BALLAST_NODE`, where set, make it follow topology hints.
 */
export const kubernetesScheme: TargetScheme = {
  scheme: 'kubernetes',
  findAuthority: (target) => {
    const { service, namespace } = parseServiceReference(target);
    return namespace === undefined ? service : `${service}.${namespace}`;
  },
  createSource: (target, context) =>
    createKubernetesSource(parseServiceReference(target), findCredentials(context), context),
};

function findCredentials({ environment }: SourceContext): ApiCredentials {
  return isInCluster(environment)
    ? createServiceAccountCredentials(environment)
    : createKubeconfigCredentials(environment);
}

/** The world around a watch. Default: the real one. */
export interface KubernetesWorld {
  readonly connect?: (credentials: ApiCredentials) => ApiServer;
  /** What is followed while the API server says that we may not look. */
  readonly createDns?: (question: DnsQuestion) => EndpointSource;
  readonly clock?: Clock;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

/**
 * How long the API server has for its first word before DNS is followed in its place. An address that swallows
 * what is sent to it is known as a failure only after ten seconds: longer than calls have.
 */
const firstWordMs = 3_000;

export function createKubernetesSource(
  reference: ServiceReference,
  credentials: ApiCredentials,
  { environment, warn }: SourceContext,
  world: KubernetesWorld = {},
): EndpointSource {
  const { service, namespace, port } = reference;
  const { connect = createApiServer, createDns, ...around } = world;
  const { clock = systemClock } = around;
  const locality = findLocality(environment);
  const dns = createDns === undefined ? {} : { createSource: createDns };
  const fallback = createDnsFallback({ reference, warn, ...dns });
  let leave: (() => void) | undefined;
  let endPatience = (): void => undefined;
  return {
    start: (listener) => {
      const join = new SliceJoin(port, locality);
      const key = `${namespace ?? ''}/${service}`;
      let isTelling = false;
      let isKnown = false;
      endPatience = clock.after(firstWordMs, () => {
        const reason = `EndpointSlices of Service ${service}: no word from the API server within ${firstWordMs} ms`;
        fallback.follow(reason, listener);
      });
      // Once for all that came in one piece: a rollout changes many slices together.
      const tellSoon = () => {
        if (isTelling) return;
        isTelling = true;
        queueMicrotask(() => {
          isTelling = false;
          if (leave === left) listener({ kind: 'endpoints', endpoints: join.endpoints() });
        });
      };
      const left = joinWatch(
        key,
        (shared) => {
          const loadNamespace = () =>
            namespace ? Promise.resolve(namespace) : credentials.loadNamespace();
          return watchSlices({
            ...around,
            api: connect(credentials),
            loadNamespace,
            service,
            listener: shared,
          });
        },
        (finding) => {
          endPatience();
          if (finding.kind === 'failed') {
            const { reason, isForbidden } = finding;
            // What was known before an outage stays true. Before there was anything, DNS knows more; and
            // where it is forbidden to look, what is known grows old, and nobody knows for how long.
            if (isForbidden || !isKnown) return fallback.follow(reason, listener);
            return listener({ kind: 'failed', reason });
          }
          fallback.end();
          isKnown = true;
          if (finding.kind === 'all') join.replace(finding.slices);
          else if (finding.kind === 'one') update(join, finding.name, finding.slice);
          tellSoon();
        },
      );
      leave = left;
    },
    // The watch tells of changes by itself; asking again would only load the API server.
    refresh: () => undefined,
    stop: () => {
      endPatience();
      fallback.end();
      leave?.();
      leave = undefined;
    },
  };
}

function update(join: SliceJoin, name: string, slice: EndpointSlice | undefined): void {
  if (slice === undefined) join.remove(name);
  else join.put(name, slice);
}
