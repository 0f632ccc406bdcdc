// Combinations of components that lack one, as people make them.

export interface LeftOut {
  /** The list that is right. */
  readonly variant: string;
  /** Below k8s/components. */
  readonly component: string;
  /** The rule that has to find it, and no other. */
  readonly rule: string;
  /** What the messages have to say, each as it stands in them. */
  readonly says: readonly string[];
}

export const leftOut: readonly LeftOut[] = [
  {
    variant: 'istio + istio/observability',
    component: 'istio/authorization/observability',
    rule: 'mesh-authorization',
    says: [
      'Deployment otel-collector: AuthorizationPolicy must allow gateway to call at 4318, for OTEL_EXPORTER_OTLP_ENDPOINT of gateway',
      'Deployment otel-collector: AuthorizationPolicy must allow default to call at 8889, for prometheus.yaml of prometheus',
      'Deployment jaeger: AuthorizationPolicy must allow default to call at 4317, for collector.yaml of otel-collector',
      'Deployment console: AuthorizationPolicy must allow default to call at 9000, for collector.yaml of otel-collector',
      'AuthorizationPolicy console: spec.rules must allow no more than calls that the code makes, got "orders at 9000: /v1/traces"',
    ],
  },
];
