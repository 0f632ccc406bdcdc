// The door to @grpc/grpc-js-xds, which is loaded when it is needed and not before: it reads some hundred
// files of definitions.
import { experimental } from '@grpc/grpc-js';
import type * as xdsTypes from '@grpc/grpc-js-xds';
import { annotated, registerAnnotating } from './annotate-endpoints.ts';
import { LEAST_REQUEST_TYPE, translateCluster } from './translate-cluster.ts';
import { findUnsupportedOfCluster } from './unsupported/cluster.ts';
import type { UnsupportedMode } from './unsupported/mode.ts';
import { explainUnsupported, type Message } from './unsupported/unsupported.ts';
import { xdsTargets } from './xds-targets.ts';

export type XdsPackage = typeof xdsTypes;

let loading: Promise<XdsPackage> | undefined;
let loaded: XdsPackage | undefined;

export interface XdsPackageOptions {
  /** What becomes of a cluster with settings that cannot be followed. */
  readonly mode: () => UnsupportedMode;
  /** Told of each such cluster. */
  readonly warn: (message: string) => void;
}

export function loadXdsPackage(options: XdsPackageOptions): Promise<XdsPackage> {
  return (loading ??= load(options));
}

/** Undefined until it is loaded. */
export const findXdsPackage = (): XdsPackage | undefined => loaded;

async function load({ mode, warn }: XdsPackageOptions): Promise<XdsPackage> {
  // An AuthorizationPolicy that is passed over without a word would be worse than one that is not had: gRFC
  // A41 is off by default. Read when the package is loaded.
  process.env['GRPC_XDS_EXPERIMENTAL_RBAC'] ??= 'true';
  // Its parts are not exported by name; the version is pinned, and their shape is looked at.
  const [xds, clusters, resources, policies] = await Promise.all([
    import('@grpc/grpc-js-xds'),
    import('@grpc/grpc-js-xds/build/src/xds-resource-type/cluster-resource-type.js'),
    import('@grpc/grpc-js-xds/build/src/resources.js'),
    import('@grpc/grpc-js-xds/build/src/lb-policy-registry.js'),
  ]);
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
    const message: unknown = resources.decodeSingleResource(resources.CDS_TYPE_URL, value);
    const found = explainUnsupported(findUnsupportedOfCluster(message as Message));
    const problem = found && `xds: cluster ${decoded.name}: ${found}`;
    const isRefused = problem !== undefined && mode() === 'refuse';
    xdsTargets.noteCluster(decoded.name, isRefused ? problem : undefined);
    if (problem !== undefined) warn(`${problem}; ${isRefused ? REFUSED : 'it has no effect'}`);
    if (isRefused) return { name: decoded.name, error: problem };
    return {
      ...decoded,
      value: { ...cluster, lbPolicyConfig: [annotated(cluster.lbPolicyConfig)] },
    };
  });
  return (loaded = xds);
}

const REFUSED = 'the cluster is refused, and the last good one stays in force if there was one';

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
