// Mistakes as people make them in a mesh, one at a time.
import type { Manifest } from '../src/overlay/manifest.ts';
import type { Mistake, Wrong } from './mistakes.ts';

const overlay = 'istio';
const routeOf = (virtualService: Wrong, name: string): Wrong =>
  virtualService.spec.http.find((route: Wrong) => route.name === name);
const pathsOf = (policy: Wrong, rule: number): Wrong =>
  policy.spec.rules[rule].to[0].operation.paths;
const remove = (manifests: Manifest[], kind: string, name: string) => {
  const at = manifests.findIndex((each) => each.kind === kind && each.metadata.name === name);
  manifests.splice(at, 1);
};

export const meshMistakes: readonly Mistake[] = [
  {
    name: 'a policy that changed, and the route of the mesh has not',
    rule: 'mesh-routes',
    overlay,
    says: 'VirtualService orders: spec.http[PlaceOrder].timeout must be 4s, as orders.policy.json has it (npx nx run k8s:mesh-policy), got "5s"',
    make: (find) => {
      const { metadata, data } = find('ConfigMap', 'ballast-policies');
      metadata.annotations = { 'ballast/overrides-published': 'true' };
      data['orders.policy.json'] = data['orders.policy.json'].replace('"5s"', '"4s"');
    },
  },
  {
    name: 'a route of the mesh that changed, and the policy has not',
    rule: 'mesh-routes',
    overlay,
    says: 'spec.http[Reserve].retries must be {"attempts":2,"retryOn":"unavailable,reset,connect-failure,refused-stream","backoff":"0.05s"}, as inventory.policy.json has it',
    make: (find) => (routeOf(find('VirtualService', 'inventory'), 'Reserve').retries.attempts = 5),
  },
  {
    name: 'a route that says nothing of retries, and so has two',
    rule: 'mesh-routes',
    overlay,
    says: 'VirtualService gateway-headless: spec.http[other].retries.attempts must be said: the default is 2, on UNAVAILABLE, got nothing',
    make: (find) => delete routeOf(find('VirtualService', 'gateway-headless'), 'other').retries,
  },
  {
    name: 'a host without routes, and so with hidden retries',
    rule: 'mesh-routes',
    overlay,
    says: 'Service notifications-headless: VirtualService must have one, without hidden retries (components/istio/hosts)',
    make: (_find, manifests) => remove(manifests, 'VirtualService', 'notifications-headless'),
  },
  {
    name: 'a method that is repeated though nobody allows it',
    rule: 'mesh-routes',
    overlay,
    says: 'spec.http[AdjustStock].retries must be {"attempts":0}',
    make: (find) =>
      (routeOf(find('VirtualService', 'inventory'), 'AdjustStock').retries.attempts = 1),
  },
  {
    name: 'a copy of a call that writes',
    rule: 'mesh-mirrors',
    overlay,
    says: 'VirtualService orders: spec.http[PlaceOrder].mirror must be left out: only unary methods that are NO_SIDE_EFFECTS may be copied',
    make: (find) =>
      (routeOf(find('VirtualService', 'orders'), 'PlaceOrder').mirror = { host: 'orders' }),
  },
  {
    name: 'a copy of whatever is called',
    rule: 'mesh-mirrors',
    overlay,
    says: 'VirtualService orders: spec.http[other].mirror must be left out',
    make: (find) =>
      (routeOf(find('VirtualService', 'orders'), 'other').mirror = { host: 'orders' }),
  },
  {
    name: 'a copy that clients which speak xDS cannot make',
    rule: 'mesh-mirrors',
    overlay: 'istio-proxyless',
    says: 'VirtualService orders: spec.http[GetOrder].mirror must be left out: clients that speak xDS refuse such routes',
    make: (find) =>
      (routeOf(find('VirtualService', 'orders'), 'GetOrder').mirror = { host: 'orders' }),
  },
  {
    name: 'a stream that is cut short',
    rule: 'mesh-routes',
    overlay,
    says: 'spec.http[WatchOrder].timeout must be left out, as orders.policy.json has it',
    make: (find) => (routeOf(find('VirtualService', 'orders'), 'WatchOrder').timeout = '5s'),
  },
  {
    name: 'a method without a route',
    rule: 'mesh-routes',
    overlay,
    says: 'spec.http[GetStock] must be there (npx nx run k8s:mesh-policy), got nothing',
    make: (find) => {
      const { spec } = find('VirtualService', 'inventory');
      spec.http = spec.http.filter(({ name }: Wrong) => name !== 'GetStock');
    },
  },
  {
    name: 'a route of another method',
    rule: 'mesh-routes',
    overlay,
    says: 'spec.http[GetOrder].match must be [{"uri":{"exact":"/ballast.orders.v1.OrdersService/GetOrder"}}], got [{"uri":{"exact":"/orders.v1/Get"}}]',
    make: (find) =>
      (routeOf(find('VirtualService', 'orders'), 'GetOrder').match[0].uri.exact = '/orders.v1/Get'),
  },
  {
    name: 'a route for everything that stands before the others',
    rule: 'mesh-routes',
    overlay,
    says: 'VirtualService inventory: spec.http must be repeated-above, ',
    make: (find) => {
      const { http } = find('VirtualService', 'inventory').spec;
      http.unshift(http.pop());
    },
  },
  {
    name: 'a route that nobody has made',
    rule: 'mesh-routes',
    overlay,
    says: 'VirtualService orders: spec.http must be repeated-above, ',
    make: (find) => {
      const route = [{ destination: { host: 'orders' } }];
      const quick = { name: 'quick', route, timeout: '0.001s', retries: { attempts: 0 } };
      find('VirtualService', 'orders').spec.http.unshift(quick);
    },
  },
  {
    name: 'a fault that nobody has asked for',
    rule: 'mesh-routes',
    overlay,
    says: 'VirtualService orders: spec.http must be repeated-above, ',
    make: (find) => {
      const route = [{ destination: { host: 'orders' } }];
      find('VirtualService', 'orders').spec.http.unshift({
        ...{ name: 'fault-abort', route, retries: { attempts: 0 } },
        fault: { abort: { percentage: { value: 100 }, grpcStatus: 'UNAVAILABLE' } },
      });
    },
  },
  {
    name: 'a timeout of the policy that no route has',
    rule: 'mesh-routes',
    overlay,
    says: 'spec.http[PlaceOrder].timeout must be 5s, as orders.policy.json has it',
    make: (find) => delete routeOf(find('VirtualService', 'orders'), 'PlaceOrder').timeout,
  },
  {
    name: 'balancing that is not of the policy',
    rule: 'mesh-destinations',
    overlay,
    says: 'DestinationRule orders: spec.trafficPolicy.loadBalancer must be ',
    make: (find) => {
      const { loadBalancer } = find('DestinationRule', 'orders').spec.trafficPolicy;
      delete loadBalancer.simple;
      loadBalancer.consistentHash = { httpHeaderName: 'user' };
    },
  },
  {
    name: 'a whole namespace that is let in',
    rule: 'mesh-authorization',
    overlay,
    says: 'spec.rules must allow no more than calls that the code makes, got "* at 50051: all"',
    make: (find) =>
      find('AuthorizationPolicy', 'orders').spec.rules.push({
        from: [{ source: { namespaces: ['other'] } }],
        to: [{ operation: { ports: ['50051'] } }],
      }),
  },
  {
    name: 'a policy that forbids in place of allowing',
    rule: 'mesh-authorization',
    overlay,
    says: 'AuthorizationPolicy orders: spec.action must be ALLOW: what is not in the call graph is refused as it is, got "DENY"',
    make: (find) => (find('AuthorizationPolicy', 'orders').spec.action = 'DENY'),
  },
  {
    name: 'an ejection that binds callers to their zone',
    rule: 'mesh-destinations',
    overlay,
    says: 'DestinationRule orders: spec.trafficPolicy.loadBalancer.localityLbSetting.enabled must be false: outlierDetection turns it on',
    make: (find) =>
      delete find('DestinationRule', 'orders').spec.trafficPolicy.loadBalancer.localityLbSetting,
  },
  {
    name: 'an ejection that is not of the policy',
    rule: 'mesh-destinations',
    overlay,
    says: 'spec.trafficPolicy.outlierDetection must be {"baseEjectionTime":"2s",',
    make: (find) =>
      (find('DestinationRule', 'orders').spec.trafficPolicy.outlierDetection.consecutive5xxErrors =
        1),
  },
  {
    name: 'calls that go to a version which nobody has named',
    rule: 'mesh-destinations',
    overlay: 'istio + istio/*',
    says: 'VirtualService orders: spec.http[GetOrder].subset must name a subset that a DestinationRule of orders has, got "next"',
    make: (find) =>
      (routeOf(find('VirtualService', 'orders'), 'GetOrder').route[0].destination.subset = 'next'),
  },
  {
    name: 'a version that no pod is of',
    rule: 'mesh-destinations',
    overlay: 'istio + istio/*',
    says: 'must select pods that are there, got {"version":"canari"}',
    make: (find) =>
      (find('DestinationRule', 'inventory').spec.subsets[1].labels = { version: 'canari' }),
  },
  {
    name: 'a rule of a host that is not there',
    rule: 'mesh-destinations',
    overlay,
    says: 'DestinationRule notifications: spec.host must name a Service that is there, got "notification"',
    make: (find) => (find('DestinationRule', 'notifications').spec.host = 'notification'),
  },
  {
    name: 'a method that is called and not allowed',
    rule: 'mesh-authorization',
    overlay,
    says: 'Deployment inventory: AuthorizationPolicy must allow orders to call /ballast.inventory.v1.InventoryService/Release at 50052, for INVENTORY_TARGET of orders, got "no such policy"',
    make: (find) => pathsOf(find('AuthorizationPolicy', 'inventory'), 1).pop(),
  },
  {
    name: 'a method that is allowed and not called',
    rule: 'mesh-authorization',
    overlay,
    says: 'AuthorizationPolicy inventory: spec.rules must allow no more than calls that the code makes, got "gateway at 50052: /ballast.inventory.v1.InventoryService/Reserve"',
    make: (find) =>
      pathsOf(find('AuthorizationPolicy', 'inventory'), 0).push(
        '/ballast.inventory.v1.InventoryService/Reserve',
      ),
  },
  {
    name: 'an account that calls nobody is let in',
    rule: 'mesh-authorization',
    overlay,
    says: 'got "notifications at 50051: /ballast.orders.v1.OrdersService/PlaceOrder"',
    make: (find) =>
      find('AuthorizationPolicy', 'orders').spec.rules[0].from[0].source.serviceAccounts.push(
        'notifications',
      ),
  },
  {
    name: 'everybody may do everything, by a policy without rules of whom and what',
    rule: 'mesh-authorization',
    overlay,
    says: 'AuthorizationPolicy orders: spec.rules must allow no more than calls that the code makes, got "* at any port: all"',
    make: (find) => find('AuthorizationPolicy', 'orders').spec.rules.push({}),
  },
  {
    name: 'the way in leads to the admin service',
    rule: 'mesh-authorization',
    overlay,
    says: 'AuthorizationPolicy gateway-way-in: spec.rules must allow no more than calls that the code makes, got "* at 50050: all"',
    make: (find) =>
      find('AuthorizationPolicy', 'gateway-way-in').spec.rules[0].to[0].operation.ports.push(
        '50050',
      ),
  },
  {
    name: 'the console cannot follow a process',
    rule: 'mesh-authorization',
    overlay,
    says: 'must allow console to call /ballast.admin.v1.AdminService/WatchState at 50053, for CONSOLE_TARGETS of console',
    make: (_find, manifests) => remove(manifests, 'AuthorizationPolicy', 'notifications-console'),
  },
  {
    name: 'telemetry does not arrive at the console',
    rule: 'mesh-authorization',
    overlay,
    says: 'Deployment console: AuthorizationPolicy must allow gateway to call at 9000, for OTEL_EXPORTER_OTLP_ENDPOINT of gateway',
    make: (find) =>
      find('AuthorizationPolicy', 'console').spec.rules[0].from[0].source.serviceAccounts.shift(),
  },
  {
    name: 'a collector whose telemetry nobody may send it, nor hand on',
    rule: 'mesh-authorization',
    overlay: 'istio + istio/observability',
    says: 'Deployment otel-collector: AuthorizationPolicy must allow orders to call at 4318, for OTEL_EXPORTER_OTLP_ENDPOINT of orders',
    make: (_find, manifests) => remove(manifests, 'AuthorizationPolicy', 'otel-collector'),
  },
  {
    name: 'a collector that may not hand on to Jaeger',
    rule: 'mesh-authorization',
    overlay: 'istio + istio/observability',
    says: 'Deployment jaeger: AuthorizationPolicy must allow otel-collector to call at 4317, for collector.yaml of otel-collector',
    make: (_find, manifests) => remove(manifests, 'AuthorizationPolicy', 'jaeger'),
  },
  {
    name: 'a console that takes telemetry from whom nobody has told to send it',
    rule: 'mesh-authorization',
    overlay: 'istio + istio/observability',
    says: 'AuthorizationPolicy console: spec.rules must allow no more than calls that the code makes, got "gateway at 9000: /v1/traces"',
    make: (find) =>
      find('AuthorizationPolicy', 'console').spec.rules[0].from[0].source.serviceAccounts.push(
        'gateway',
      ),
  },
  {
    name: 'a server that no policy protects',
    rule: 'mesh-authorization',
    overlay: 'istio + istio/*',
    says: 'Deployment gateway: AuthorizationPolicy must have one: without, whoever is in the mesh may call it',
    make: (_find, manifests) => {
      for (const name of ['nothing', 'gateway-console', 'gateway-way-in', 'gateway-edge']) {
        remove(manifests, 'AuthorizationPolicy', name);
      }
    },
  },
  {
    name: 'a receiver of spans whose sidecar sends them to itself, for ever',
    rule: 'mesh-spans',
    overlay: 'istio + istio/observability',
    says: 'Telemetry default: spec.tracing.disableSpanReporting must be said of otel-collector by a Telemetry of its own',
    make: (_find, manifests) => remove(manifests, 'Telemetry', 'otel-collector'),
  },
  {
    name: 'a database behind a sidecar',
    rule: 'mesh-pods',
    overlay,
    says: 'Deployment orders: spec.template.metadata.annotations[traffic.sidecar.istio.io/excludeOutboundPorts] must name 5432',
    make: (find) => {
      const { annotations } = find('Deployment', 'orders').spec.template.metadata;
      annotations['traffic.sidecar.istio.io/excludeOutboundPorts'] = '6379,54321';
    },
  },
  {
    name: 'a caller that speaks xDS, and has nobody to ask',
    rule: 'mesh-pods',
    overlay: 'istio-proxyless',
    says: 'Deployment gateway: spec.template.metadata.annotations[inject.istio.io/templates] must be grpc-agent, which knows the way to xds:///orders:50051',
    make: (find) => {
      const { metadata } = find('Deployment', 'gateway').spec.template;
      metadata.labels['sidecar.istio.io/inject'] = 'false';
    },
  },
  {
    name: 'a load balancer in front of pods that refuse whoever is not in the mesh',
    rule: 'mesh-way-in',
    overlay: 'istio-prod',
    says: 'Service gateway-load-balancer: spec.type must be ClusterIP: gateway is behind STRICT, and refuses who is not in the mesh (components/istio/ingress), got "LoadBalancer"',
    make: (find, manifests) => {
      const service = structuredClone(find('Service', 'gateway'));
      service.metadata.name = 'gateway-load-balancer';
      service.spec.type = 'LoadBalancer';
      manifests.push(service);
    },
  },
  {
    name: 'a port that does not say what is spoken there',
    rule: 'mesh-ports',
    overlay,
    says: 'Service postgres: spec.ports[postgres].appProtocol must be said, tcp if nothing else, got nothing',
    make: (find) => delete find('Service', 'postgres').spec.ports[0].appProtocol,
  },
  {
    name: 'gRPC that is taken for HTTP/1.1',
    rule: 'mesh-ports',
    overlay,
    says: 'Service orders-headless: spec.ports[grpc].appProtocol must be grpc, got "http"',
    make: (find) => (find('Service', 'orders-headless').spec.ports[0].appProtocol = 'http'),
  },
  {
    name: 'pods that are not admitted with their sidecars',
    rule: 'mesh-namespace',
    overlay,
    says: 'Namespace ballast: metadata.labels[pod-security.kubernetes.io/enforce] must be privileged: istio-init wants NET_ADMIN; or say ballast/istio-cni: "true", got "restricted"',
    make: (find) => {
      const { labels } = find('Namespace', 'ballast').metadata;
      labels['pod-security.kubernetes.io/enforce'] = 'restricted';
    },
  },
  {
    name: 'a field that Istio does not know',
    rule: 'fields',
    overlay,
    says: 'VirtualService orders: spec.http[2].retry must be a field of IstioHTTPRoute',
    make: (find) => (find('VirtualService', 'orders').spec.http[2].retry = { attempts: 0 }),
  },
  {
    name: 'a list of Istio’s that is none',
    rule: 'fields',
    overlay,
    says: 'DestinationRule notifications: spec.subsets must be a list, got "canary"',
    make: (find) => (find('DestinationRule', 'notifications').spec.subsets = 'canary'),
  },
];
