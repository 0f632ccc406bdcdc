import type { Models } from './code.ts';

/**
 * Fields of Istio's kinds that our manifests use, in the words of the client's models: Istio 1.31's
 * own schemas, as far as they go. A field that is not here may be one of Istio's; then add it.
 */
export const istioModels: Models = new Map(
  Object.entries({
    ...createKind('VirtualService', {
      hosts: 'Array<string>',
      gateways: 'Array<string>',
      exportTo: 'Array<string>',
      http: 'Array<IstioHTTPRoute>',
    }),
    IstioHTTPRoute: {
      name: 'string',
      match: 'Array<IstioHTTPMatch>',
      route: 'Array<IstioWeightedDestination>',
      timeout: 'string',
      retries: 'IstioHTTPRetry',
      fault: 'IstioFault',
      mirror: 'IstioDestination',
      mirrorPercentage: 'IstioPercent',
    },
    IstioHTTPMatch: {
      uri: 'IstioStringMatch',
      headers: '{ [key: string]: IstioStringMatch; }',
      withoutHeaders: '{ [key: string]: IstioStringMatch; }',
      sourceLabels: '{ [key: string]: string; }',
    },
    IstioStringMatch: { exact: 'string', prefix: 'string', regex: 'string' },
    IstioWeightedDestination: { destination: 'IstioDestination', weight: 'number' },
    IstioDestination: { host: 'string', subset: 'string', port: 'IstioPort' },
    IstioPort: { number: 'number' },
    IstioHTTPRetry: {
      attempts: 'number',
      retryOn: 'string',
      backoff: 'string',
      perTryTimeout: 'string',
    },
    IstioFault: { delay: 'IstioDelay', abort: 'IstioAbort' },
    IstioDelay: { percentage: 'IstioPercent', fixedDelay: 'string' },
    IstioAbort: { percentage: 'IstioPercent', grpcStatus: 'string', httpStatus: 'number' },
    IstioPercent: { value: 'number' },
    ...createKind('DestinationRule', {
      host: 'string',
      exportTo: 'Array<string>',
      subsets: 'Array<IstioSubset>',
      trafficPolicy: 'IstioTrafficPolicy',
    }),
    IstioSubset: { name: 'string', labels: '{ [key: string]: string; }' },
    IstioTrafficPolicy: {
      loadBalancer: 'IstioLoadBalancer',
      outlierDetection: 'IstioOutlierDetection',
      connectionPool: 'IstioConnectionPool',
      retryBudget: 'IstioRetryBudget',
      tls: 'IstioTls',
    },
    IstioLoadBalancer: {
      simple: 'string',
      consistentHash: 'IstioConsistentHash',
      localityLbSetting: 'IstioLocality',
      warmup: 'IstioWarmup',
    },
    IstioConsistentHash: { httpHeaderName: 'string', ringHash: 'IstioRingHash' },
    IstioRingHash: { minimumRingSize: 'number' },
    IstioLocality: { enabled: 'boolean' },
    IstioWarmup: { duration: 'string', minimumPercent: 'number', aggression: 'number' },
    IstioOutlierDetection: {
      consecutive5xxErrors: 'number',
      consecutiveGatewayErrors: 'number',
      interval: 'string',
      baseEjectionTime: 'string',
      maxEjectionPercent: 'number',
      minHealthPercent: 'number',
    },
    IstioConnectionPool: { http: 'IstioHTTPLimits', tcp: 'IstioTCPLimits' },
    IstioHTTPLimits: { http1MaxPendingRequests: 'number', http2MaxRequests: 'number' },
    IstioTCPLimits: { maxConnections: 'number', connectTimeout: 'string' },
    IstioRetryBudget: { percent: 'number', minRetryConcurrency: 'number' },
    IstioTls: { mode: 'string' },
    ...createKind('PeerAuthentication', {
      selector: 'IstioSelector',
      mtls: 'IstioMtls',
      portLevelMtls: '{ [key: string]: IstioMtls; }',
    }),
    IstioSelector: { matchLabels: '{ [key: string]: string; }' },
    IstioMtls: { mode: 'string' },
    ...createKind('AuthorizationPolicy', {
      selector: 'IstioSelector',
      targetRefs: 'Array<IstioTargetRef>',
      action: 'string',
      rules: 'Array<IstioRule>',
    }),
    IstioTargetRef: { group: 'string', kind: 'string', name: 'string' },
    IstioRule: { from: 'Array<IstioFrom>', to: 'Array<IstioTo>' },
    IstioFrom: { source: 'IstioSource' },
    IstioSource: {
      serviceAccounts: 'Array<string>',
      principals: 'Array<string>',
      namespaces: 'Array<string>',
    },
    IstioTo: { operation: 'IstioOperation' },
    IstioOperation: { ports: 'Array<string>', paths: 'Array<string>', methods: 'Array<string>' },
    ...createKind('Telemetry', { selector: 'IstioSelector', tracing: 'Array<IstioTracing>' }),
    IstioTracing: {
      providers: 'Array<IstioProvider>',
      randomSamplingPercentage: 'number',
      disableSpanReporting: 'boolean',
    },
    IstioProvider: { name: 'string' },
  }).map(([name, fields]) => [name, new Map(Object.entries(fields))]),
);

function createKind(kind: string, spec: Record<string, string>): Record<string, object> {
  const fields = { apiVersion: 'string', kind: 'string', metadata: 'V1ObjectMeta' };
  return { [`Istio${kind}`]: { ...fields, spec: `Istio${kind}Spec` }, [`Istio${kind}Spec`]: spec };
}
