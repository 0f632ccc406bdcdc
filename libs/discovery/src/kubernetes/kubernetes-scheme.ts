import { createEndpoints, type EndpointSource } from '../endpoint-source.ts';
import {
  parsePath,
  TargetError,
  type SourceContext,
  type Target,
  type TargetScheme,
} from '../target.ts';
import { createApiServer } from './api-server.ts';
import {
  createServiceAccountCredentials,
  isInCluster,
  type ApiCredentials,
} from './credentials.ts';
import { joinSlices, type PortSelector } from './join-slices.ts';
import { createKubeconfigCredentials } from './kubeconfig.ts';
import { joinWatch, type SlicesListener } from './shared-watches.ts';
import { watchSlices } from './slice-watch.ts';

const form = 'kubernetes:///service, kubernetes:///service.namespace or either with :port';

/** What `kubernetes:///inventory.shop:grpc` says. */
export interface ServiceReference {
  readonly service: string;
  /** Undefined: the namespace this process runs in, or that of the kubeconfig's context. */
  readonly namespace: string | undefined;
  readonly port: PortSelector;
}

/**
 * `kubernetes:///inventory.namespace:grpc`: the endpoints of a Service, from a watch on its
 * EndpointSlices. The port is one of the Service's by name, or the pods' by number; without one
 * there must be a single port. Needs list and watch on `endpointslices.discovery.k8s.io`.
 *
 * In a pod it is the service account that asks; elsewhere the kubeconfig of `KUBECONFIG` or of the
 * home directory. `NODE_NAME` and `ZONE`, where set, make it follow topology hints.
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

const label = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const pattern = new RegExp(`^(${label})(?:\\.(${label}))?(?::([a-z0-9-]{1,15}|[0-9]{1,5}))?$`);

/** @throws TargetError naming the form */
export function parseServiceReference(target: Target): ServiceReference {
  const match = pattern.exec(parsePath(target, form));
  if (match === null) throw new TargetError(target, `must be ${form}`);
  const [, service = '', namespace, port] = match;
  const isNumber = port !== undefined && /^\d+$/.test(port);
  return { service, namespace, port: isNumber ? Number(port) : port };
}

function findCredentials({ environment }: SourceContext): ApiCredentials {
  return isInCluster(environment)
    ? createServiceAccountCredentials(environment)
    : createKubeconfigCredentials(environment);
}

export function createKubernetesSource(
  { service, namespace, port }: ServiceReference,
  credentials: ApiCredentials,
  { environment }: SourceContext,
): EndpointSource {
  const locality = { node: environment['NODE_NAME'], zone: environment['ZONE'] };
  let leave: (() => void) | undefined;
  return {
    start: (listener) => {
      const key = `${namespace ?? ''}/${service}`;
      leave = joinWatch(key, (shared) => startWatch(credentials, namespace, service, shared), {
        onSlices: (slices) =>
          listener(createEndpoints(joinSlices(slices.values(), port, locality))),
        onFailed: (reason) => listener({ kind: 'failed', reason }),
      });
    },
    // The watch tells of changes by itself; asking again would only load the API server.
    refresh: () => undefined,
    stop: () => {
      leave?.();
      leave = undefined;
    },
  };
}

/** Starts the watch once the namespace is known; may be stopped before. */
function startWatch(
  credentials: ApiCredentials,
  namespace: string | undefined,
  service: string,
  { onSlices, onFailed }: SlicesListener,
): () => void {
  let stop: (() => void) | undefined;
  let stopped = false;
  const begin = async () => {
    const found = namespace ?? (await credentials.loadNamespace());
    if (stopped) return;
    const api = createApiServer(credentials);
    stop = watchSlices({ api, namespace: found, service, onSlices, onFailed });
  };
  begin().catch((error: unknown) =>
    onFailed(error instanceof Error ? error.message : String(error)),
  );
  return () => {
    stopped = true;
    stop?.();
  };
}
