import type {
  Autoscaler,
  ConfigMap,
  Container,
  DisruptionBudget,
  Manifest,
  NetworkPolicy,
  Role,
  RoleBinding,
  Service,
  Workload,
} from './manifest.ts';

import type {
  AuthorizationPolicy,
  DestinationRule,
  Gateway,
  PeerAuthentication,
  Telemetry,
  VirtualService,
} from './mesh-manifest.ts';

interface Kinds {
  readonly Deployment: Workload;
  readonly StatefulSet: Workload;
  readonly Job: Workload;
  readonly Service: Service;
  readonly ServiceAccount: Manifest;
  readonly ConfigMap: ConfigMap;
  readonly Secret: Manifest;
  readonly NetworkPolicy: NetworkPolicy;
  readonly Role: Role;
  readonly RoleBinding: RoleBinding;
  readonly ClusterRole: Role;
  readonly ClusterRoleBinding: RoleBinding;
  readonly HorizontalPodAutoscaler: Autoscaler;
  readonly PodDisruptionBudget: DisruptionBudget;
  readonly Namespace: Manifest;
  readonly VirtualService: VirtualService;
  readonly DestinationRule: DestinationRule;
  readonly AuthorizationPolicy: AuthorizationPolicy;
  readonly Gateway: Gateway;
  readonly PeerAuthentication: PeerAuthentication;
  readonly Telemetry: Telemetry;
}

/** What is applied to a cluster, all of it. */
export class Overlay {
  readonly name: string;
  readonly manifests: readonly Manifest[];

  constructor(name: string, manifests: readonly Manifest[]) {
    this.name = name;
    this.manifests = manifests;
  }

  all<Kind extends keyof Kinds>(kind: Kind): readonly Kinds[Kind][] {
    return this.manifests.filter((each) => each.kind === kind) as unknown as Kinds[Kind][];
  }

  find<Kind extends keyof Kinds>(kind: Kind, name: string | undefined): Kinds[Kind] | undefined {
    return this.all(kind).find(({ metadata }) => metadata.name === name);
  }

  /** Everything that makes pods. */
  get workloads(): readonly Workload[] {
    return [...this.all('Deployment'), ...this.all('StatefulSet'), ...this.all('Job')];
  }
}

export function containersOf({ spec: { template } }: Workload): readonly Container[] {
  return [...(template.spec.initContainers ?? []), ...template.spec.containers];
}

/** `ballast-orders` of `registry.example/ballast-orders:1.2`. */
export function imageNameOf({ image }: Container): string {
  return (image.split('/').at(-1) ?? '').split(/[:@]/)[0] ?? '';
}

const prefix = 'ballast-';

/** The program that a workload runs, `orders`; undefined where the image is not one of ours. */
export function programOf(workload: Workload): string | undefined {
  const name = imageNameOf(workload.spec.template.spec.containers[0]!);
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}
