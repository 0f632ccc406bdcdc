// The door to @grpc/grpc-js-xds, which is loaded when it is needed and not before: it reads some hundred
// files of definitions.
import { experimental } from '@grpc/grpc-js';
import type * as xdsTypes from '@grpc/grpc-js-xds';
import { annotated, registerAnnotating } from './annotate-endpoints.ts';
import { findUnsupportedOfCluster, findUnsupportedOfRoutes } from './find-unsupported.ts';
import type { ClusterParts, RouteParts } from './find-unsupported.ts';
import { LEAST_REQUEST_TYPE, translateCluster } from './translate-cluster.ts';

export type XdsPackage = typeof xdsTypes;

let loading: Promise<XdsPackage> | undefined;
let loaded: XdsPackage | undefined;

/** @param warn told once of each thing that a control plane asks for in vain. */
export function loadXdsPackage(warn: (message: string) => void): Promise<XdsPackage> {
  return (loading ??= load(warn));
}

/** Undefined until it is loaded. */
export const findXdsPackage = (): XdsPackage | undefined => loaded;

async function load(warn: (message: string) => void): Promise<XdsPackage> {
  // An AuthorizationPolicy that is passed over without a word would be worse than one that is not had: gRFC
  // A41 is off by default. Read when the package is loaded.
  process.env['GRPC_XDS_EXPERIMENTAL_RBAC'] ??= 'true';
  // Its parts are not exported by name; the version is pinned, and their shape is looked at.
  const [xds, clusters, routes, resources, policies] = await Promise.all([
    import('@grpc/grpc-js-xds'),
    import('@grpc/grpc-js-xds/build/src/xds-resource-type/cluster-resource-type.js'),
    import('@grpc/grpc-js-xds/build/src/xds-resource-type/route-config-resource-type.js'),
    import('@grpc/grpc-js-xds/build/src/resources.js'),
    import('@grpc/grpc-js-xds/build/src/lb-policy-registry.js'),
  ]);
  const warnOnce = createWarnOnce(warn);
  registerAnnotating();
  policies.registerLbPolicy(LEAST_REQUEST_TYPE, () =>
    // Null: go on with the next policy of the list; without one the cluster is refused.
    experimental.isLoadBalancerNameRegistered('ballast') ? { ballast: {} } : null,
  );
  wrapDecode(clusters.ClusterResourceType.get(), (decode, resource) => {
    const value = translateCluster(resource.value);
    const decoded = decode({ ...resource, value });
    const cluster = decoded.value as { lbPolicyConfig?: object[] } | undefined;
    if (cluster?.lbPolicyConfig === undefined) return decoded;
    const parts: ClusterParts = resources.decodeSingleResource(resources.CDS_TYPE_URL, value);
    warnOnce(`cluster ${decoded.name}`, findUnsupportedOfCluster(parts));
    return {
      ...decoded,
      value: { ...cluster, lbPolicyConfig: [annotated(cluster.lbPolicyConfig)] },
    };
  });
  wrapDecode(routes.RouteConfigurationResourceType.get(), (decode, resource) => {
    const decoded = decode(resource);
    if (decoded.value === undefined) return decoded;
    warnOnce(`routes ${decoded.name}`, findUnsupportedOfRoutes(decoded.value as RouteParts));
    return decoded;
  });
  return (loaded = xds);
}

interface Resource {
  readonly type_url: string;
  readonly value: Buffer;
}

interface Decoded {
  readonly name: string;
  readonly value?: object;
  readonly error?: string;
}

type Decode = (resource: Resource) => Decoded;

/** Looks over the shoulder of one kind of resource, for the process: there is one object for each kind. */
function wrapDecode(kind: object, around: (decode: Decode, resource: Resource) => Decoded): void {
  const type = kind as { decode?: (context: unknown, resource: Resource) => Decoded };
  const inner = type.decode?.bind(type);
  if (inner === undefined) {
    throw new Error('this version of @grpc/grpc-js-xds decodes resources in another way');
  }
  type.decode = (context, resource) => around((each) => inner(context, each), resource);
}

/** A control plane says everything again with each change. */
function createWarnOnce(warn: (message: string) => void) {
  const said = new Set<string>();
  return (where: string, features: readonly string[]): void => {
    for (const feature of features) {
      const message = `xds: ${where}: ${feature} has no effect, since grpc-js-xds does not know it`;
      if (said.has(message) || said.size >= 1000) continue;
      said.add(message);
      warn(message);
    }
  };
}
