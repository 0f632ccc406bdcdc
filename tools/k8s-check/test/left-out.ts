// Lists of components that lack some, as people make them.

export interface LeftOut {
  /** The list that is right. */
  readonly variant: string;
  /** Below k8s/components. */
  readonly components: readonly string[];
  /** Those that have to find it, and no others. */
  readonly rules: readonly string[];
  /** What the messages have to say, each as it stands in them. */
  readonly says: readonly string[];
}

export const leftOut: readonly LeftOut[] = [
  {
    variant: 'istio + istio/*',
    components: ['istio/sidecar/pods', 'istio/telemetry/edge-to-console'],
    rules: ['mesh-authorization', 'mesh-pods', 'network-policies'],
    says: [
      'Deployment orders-canary: spec.template.metadata.annotations[sidecar.istio.io/nativeSidecar] must be "true"',
      'Deployment orders-canary: spec.template.metadata.annotations[traffic.sidecar.istio.io/excludeOutboundPorts] must name 5432',
      'Deployment console: AuthorizationPolicy must allow shop-istio to call /v1/traces at 9000, for spans of its Envoy (Telemetry default)',
      'Deployment shop-istio: NetworkPolicy must allow egress to console at 9000',
      'Deployment console: NetworkPolicy must allow ingress from shop-istio at 9000',
    ],
  },
  {
    variant: 'istio + istio/observability',
    components: ['istio/authorization/observability', 'istio/telemetry/edge-to-collector'],
    rules: ['mesh-authorization', 'network-policies'],
    says: [
      'Deployment otel-collector: AuthorizationPolicy must allow gateway to call at 4318, for OTEL_EXPORTER_OTLP_ENDPOINT of gateway',
      'Deployment otel-collector: AuthorizationPolicy must allow default to call at 8889, for prometheus.yaml of prometheus',
      'Deployment jaeger: AuthorizationPolicy must allow default to call at 4317, for collector.yaml of otel-collector',
      'Deployment console: AuthorizationPolicy must allow default to call at 9000, for collector.yaml of otel-collector',
      'Deployment otel-collector: AuthorizationPolicy must allow shop-istio to call /v1/traces at 4318, for spans of its Envoy (Telemetry default)',
      'Deployment shop-istio: NetworkPolicy must allow egress to otel-collector at 4318',
      'AuthorizationPolicy console: spec.rules must allow no more than calls that the code makes, got "orders at 9000: /v1/traces"',
    ],
  },
  {
    variant: 'istio-prod + istio/mirror',
    components: ['istio/sidecar/scraped'],
    rules: ['network-policies'],
    says: [
      'Deployment inventory-canary: NetworkPolicy must allow ingress from who scrapes metrics at 15020, for OTEL_METRICS_EXPORTER',
      'NetworkPolicy gateway-scraper: spec.ingress must allow no more than calls that config.ts knows, got "ingress from {\\"app.kubernetes.io/name\\":\\"prometheus\\"} at 9464"',
    ],
  },
];
