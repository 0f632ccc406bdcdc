// Mistakes as people make them, one at a time, in manifests that are otherwise right.
import type { Manifest } from '../src/overlay/manifest.ts';

/** Any field of a manifest, to be written to. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is wrong has no type.
export type Wrong = any;

export interface Mistake {
  readonly name: string;
  /** The rule that has to find it, and no other. */
  readonly rule: string;
  /** What the message has to say, as it stands in it. */
  readonly says: string;
  /** Default: dev. */
  readonly overlay?:
    | 'dev'
    | 'prod'
    | 'prod + observability'
    | 'dev + observability/all'
    | 'istio'
    | 'istio-proxyless'
    | 'istio-prod'
    | 'istio + istio/*'
    | 'istio + istio/observability';
  readonly make: (find: (kind: string, name: string) => Wrong, manifests: Manifest[]) => void;
}

const container = (deployment: Wrong): Wrong => deployment.spec.template.spec.containers[0];
const settingsOf = (manifests: Manifest[], app: string): Wrong =>
  manifests.find(({ metadata }) => metadata.name.startsWith(`${app}-settings-`));
const remove = (manifests: Manifest[], kind: string, name: string) => {
  const at = manifests.findIndex((each) => each.kind === kind && each.metadata.name === name);
  manifests.splice(at, 1);
};

export const mistakes: readonly Mistake[] = [
  {
    name: 'a probe asks a port that nobody serves',
    rule: 'probes',
    says: 'Deployment orders: spec.template.spec.containers[server].readinessProbe.grpc.port must be a port of the container: 50051, got 50052',
    make: (find) => (container(find('Deployment', 'orders')).readinessProbe.grpc.port = 50052),
  },
  {
    name: 'a probe asks for the service of another program',
    rule: 'probes',
    says: 'must be ballast.orders.v1.OrdersService, got "ballast.inventory.v1.InventoryService"',
    make: (find) =>
      (container(find('Deployment', 'orders')).readinessProbe.grpc.service =
        'ballast.inventory.v1.InventoryService'),
  },
  {
    name: 'liveness asks what depends on others',
    rule: 'probes',
    says: 'livenessProbe.httpGet.path must be /livez, got "/readyz"',
    make: (find) =>
      (container(find('Deployment', 'gateway')).livenessProbe.httpGet.path = '/readyz'),
  },
  {
    name: 'a server without a startup probe',
    rule: 'probes',
    says: 'startupProbe must ask by grpc or httpGet, got nothing',
    make: (find) => delete container(find('Deployment', 'notifications')).startupProbe,
  },
  {
    name: 'a Service leads to a port that its pods do not have',
    rule: 'ports',
    says: 'Service inventory: spec.ports[50052].targetPort must be a port of inventory: grpc, got "http"',
    make: (find) => (find('Service', 'inventory').spec.ports[0].targetPort = 'http'),
  },
  {
    name: 'a container serves another port than it names',
    rule: 'ports',
    overlay: 'prod',
    says: 'must name PORT, 8080, got [9090,50050]',
    make: (find) => {
      const gateway = container(find('Deployment', 'gateway'));
      gateway.ports[0].containerPort = 9090;
    },
  },
  {
    name: 'a target names a Service that is not there',
    rule: 'targets',
    says: 'must name a Service, of which none is called order, got "kubernetes:///order:grpc"',
    make: (_find, manifests) =>
      (settingsOf(manifests, 'gateway').data.ORDERS_TARGET = 'kubernetes:///order:grpc'),
  },
  {
    name: 'a target leads to another service',
    rule: 'targets',
    says: 'must lead to inventory, not to orders',
    make: (_find, manifests) =>
      (settingsOf(manifests, 'gateway').data.INVENTORY_TARGET = 'kubernetes:///orders:grpc'),
  },
  {
    name: 'an edge of the call graph is not allowed',
    rule: 'network-policies',
    says: 'Deployment orders: NetworkPolicy must allow egress to notifications at 50053, for NOTIFICATIONS_TARGET of orders',
    make: (find) => find('NetworkPolicy', 'orders').spec.egress.pop(),
  },
  {
    name: 'an edge is allowed that nobody uses',
    rule: 'network-policies',
    says: 'must allow no more than calls that config.ts knows, got "ingress from {\\"app.kubernetes.io/name\\":\\"gateway\\"} at 50053"',
    make: (find) =>
      find('NetworkPolicy', 'notifications').spec.ingress.push({
        from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'gateway' } } }],
        ports: [{ protocol: 'TCP', port: 50053 }],
      }),
  },
  {
    name: 'the database is out of reach',
    rule: 'network-policies',
    overlay: 'prod',
    says: 'must allow egress to anywhere at 5432, for BALLAST_DATABASE_URL of inventory',
    make: (_find, manifests) => remove(manifests, 'NetworkPolicy', 'inventory-database'),
  },
  {
    name: 'telemetry does not arrive',
    rule: 'network-policies',
    says: 'must allow egress to console at 9000, for OTEL_EXPORTER_OTLP_ENDPOINT of orders',
    make: (find) => {
      find('NetworkPolicy', 'orders-console-telemetry').spec.egress = [];
    },
  },
  {
    name: 'nobody may read the metrics that are there to be read',
    rule: 'network-policies',
    overlay: 'prod + observability',
    says: 'Deployment orders: NetworkPolicy must allow ingress from who scrapes metrics at 9464, for OTEL_METRICS_EXPORTER',
    make: (_find, manifests) => remove(manifests, 'NetworkPolicy', 'orders-scraper'),
  },
  {
    name: 'who scrapes may make calls as well',
    rule: 'network-policies',
    overlay: 'prod + observability',
    says: 'must allow no more than calls that config.ts knows, got "ingress from {\\"app.kubernetes.io/name\\":\\"prometheus\\"} at 9464,50051"',
    make: (find) =>
      find('NetworkPolicy', 'orders-scraper').spec.ingress[0].ports.push({ port: 50051 }),
  },
  {
    name: 'metrics of which the pod does not say where they are',
    rule: 'scraping',
    overlay: 'prod + observability',
    says: 'Deployment inventory: spec.template.metadata.annotations[prometheus.io/port] must be "9464", for OTEL_METRICS_EXPORTER',
    make: (find) =>
      delete find('Deployment', 'inventory').spec.template.metadata.annotations[
        'prometheus.io/port'
      ],
  },
  {
    name: 'a collector may not reach whom its file names',
    rule: 'network-policies',
    overlay: 'dev + observability/all',
    says: 'must allow egress to jaeger at 4317, for collector.yaml of otel-collector',
    make: (find) => find('NetworkPolicy', 'otel-collector').spec.egress.pop(),
  },
  {
    name: 'a role grants more than discovery asks for',
    rule: 'rights',
    says: 'rules[0] must grant what discovery asks for, and no more: list and watch on endpointslices.discovery.k8s.io',
    make: (find) => find('Role', 'discovery').rules[0].verbs.push('get'),
  },
  {
    name: 'a caller that watches has no right to',
    rule: 'rights',
    says: 'Deployment orders: spec.template.spec.serviceAccountName must have a RoleBinding',
    make: (find) => find('RoleBinding', 'discovery').subjects.pop(),
  },
  {
    name: 'a budget that never lets a pod go',
    rule: 'replicas',
    overlay: 'prod',
    says: 'PodDisruptionBudget orders: spec.maxUnavailable must be at least 1, and less than the replicas, 3, got 0',
    make: (find) => (find('PodDisruptionBudget', 'orders').spec.maxUnavailable = 0),
  },
  {
    name: 'an autoscaler that cannot scale',
    rule: 'replicas',
    overlay: 'prod',
    says: 'spec.maxReplicas must be more than minReplicas, 3, got 3',
    make: (find) => (find('HorizontalPodAutoscaler', 'gateway').spec.maxReplicas = 3),
  },
  {
    name: 'replicas are fixed beside an autoscaler',
    rule: 'replicas',
    overlay: 'prod',
    says: 'spec.replicas must be left out',
    make: (find) => (find('Deployment', 'orders').spec.replicas = 3),
  },
  {
    name: 'Kubernetes kills before the drain is over',
    rule: 'leaving',
    says: 'terminationGracePeriodSeconds must be more than 27.5 s (preStop 6 + delay 0.5 + grace 15 + closing 6), got 20',
    make: (find) =>
      (find('Deployment', 'orders').spec.template.spec.terminationGracePeriodSeconds = 20),
  },
  {
    name: 'a drain grace that grew, in a ConfigMap',
    rule: 'leaving',
    says: 'must be more than 42.5 s',
    make: (_find, manifests) =>
      (settingsOf(manifests, 'inventory').data.INVENTORY_DRAIN_GRACE = '30s'),
  },
  {
    name: 'a pod leaves before routers have heard of it',
    rule: 'leaving',
    says: 'must be more than 5, for routers and name servers to hear of it, got 0',
    make: (find) => delete container(find('Deployment', 'gateway')).lifecycle,
  },
  {
    name: 'a pod is restarted while it waits for its database',
    rule: 'starting',
    says: 'must allow more than 60 s, which the program waits for its database, got "30 s"',
    make: (find) => (container(find('Deployment', 'orders')).startupProbe.failureThreshold = 30),
  },
  {
    name: 'a variable that nobody reads',
    rule: 'settings',
    says: 'env[ORDER_TARGET] must be a variable that the config.ts of gateway declares',
    make: (find) =>
      container(find('Deployment', 'gateway')).env.push({ name: 'ORDER_TARGET', value: 'x' }),
  },
  {
    name: 'a value that its program refuses',
    rule: 'settings',
    says: 'envFrom[',
    make: (_find, manifests) => (settingsOf(manifests, 'orders').data.LOG_LEVEL = 'verbose'),
  },
  {
    name: 'a password in a ConfigMap',
    rule: 'secrets',
    says: 'data.OTEL_EXPORTER_URL must be in a Secret, got "(hidden)"',
    make: (_find, manifests) =>
      manifests.push({
        ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other' } },
        ...{ data: { OTEL_EXPORTER_URL: 'https://me:hunter2@collector.example' } },
      }),
  },
  {
    name: 'a database URL in the open',
    rule: 'secrets',
    says: 'env[BALLAST_DATABASE_URL] must come from a Secret',
    make: (find) => {
      const { env } = container(find('Deployment', 'orders'));
      const entry = env.find(({ name }: Wrong) => name === 'BALLAST_DATABASE_URL');
      delete entry.valueFrom;
      entry.value = 'postgres://orders@postgres:5432/ballast';
    },
  },
  {
    name: 'a Secret that is not there',
    rule: 'references',
    says: 'must name a Secret that is there, got "orders-db"',
    make: (find) => {
      const { env } = container(find('Deployment', 'orders'));
      env.find(({ name }: Wrong) => name === 'BALLAST_DATABASE_URL').valueFrom.secretKeyRef.name =
        'orders-db';
    },
  },
  {
    name: 'a policy that drifted from what its service publishes',
    rule: 'policies',
    says: 'data[orders.policy.json] must be what the service publishes (npm run generate)',
    make: (find) => (find('ConfigMap', 'ballast-policies').data['orders.policy.json'] += ' '),
  },
  {
    name: 'a policy of one’s own that is none',
    rule: 'policies',
    says: 'must be a policy',
    make: (find) => {
      const { metadata, data } = find('ConfigMap', 'ballast-policies');
      metadata.annotations = { 'ballast/overrides-published': 'true' };
      data['orders.policy.json'] = '{"methodConfig": [{"timeout": "two"}]}';
    },
  },
  {
    name: 'a policy file that can never change',
    rule: 'policies',
    says: 'subPath must be left out',
    make: (find) => (container(find('Deployment', 'gateway')).volumeMounts[0].subPath = 'orders'),
  },
  {
    name: 'an image of nobody',
    rule: 'images',
    says: 'image must be one that tools/images makes: catalogue,',
    make: (find) =>
      (find('StatefulSet', 'postgres').spec.template.spec.initContainers[0].image =
        'ballast-postgers:1'),
  },
  {
    name: 'an image without a version',
    rule: 'images',
    says: 'must have a version',
    make: (find) => (container(find('StatefulSet', 'postgres')).image = 'ballast-postgres'),
  },
  {
    name: 'a container that may become root',
    rule: 'pod-security',
    says: 'securityContext.allowPrivilegeEscalation must be false',
    make: (find) =>
      delete container(find('Deployment', 'inventory')).securityContext.allowPrivilegeEscalation,
  },
  {
    name: 'a field that Kubernetes does not know',
    rule: 'fields',
    says: 'terminationGracePeriod must be a field of V1PodSpec, got 30',
    make: (find) => (find('Deployment', 'orders').spec.template.spec.terminationGracePeriod = 30),
  },
  {
    name: 'a number written as text',
    rule: 'fields',
    says: 'spec.replicas must be a number, got "2"',
    make: (find) => (find('Deployment', 'orders').spec.replicas = '2'),
  },
  {
    name: 'a memory limit below the request',
    rule: 'resources',
    says: 'limits.memory must be at least the request, 100Mi, got "64Mi"',
    make: (find) => (container(find('Deployment', 'orders')).resources.limits.memory = '64Mi'),
  },
  {
    name: 'all replicas may stand in one zone',
    rule: 'spread',
    says: 'must spread its own pods over topology.kubernetes.io/zone',
    make: (find) =>
      find('Deployment', 'orders').spec.template.spec.topologySpreadConstraints.shift(),
  },
];
