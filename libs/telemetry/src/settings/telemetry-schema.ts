import {
  createSetting,
  durationMs,
  integer,
  lenient,
  optional,
  text,
  url,
  type Config,
} from '@ballast/config';
import { otelPropagators, otelWord } from './otel-words.ts';

const endpoint = (variable: string, description: string) =>
  optional(url({ variable, protocols: ['http', 'https'], description }));

/**
 * The variables that telemetry is set up by, for a program to read with its own. Those with OTEL_ are
 * OpenTelemetry's; what they say beyond these (`_CERTIFICATE`, `_COMPRESSION`) its exporters read.
 */
export const telemetrySchema = {
  otelSdkDisabled: otelWord(['true', 'false'], {
    variable: 'OTEL_SDK_DISABLED',
    default: 'false',
    description: 'true: no spans, no metrics; traces of others are passed on',
  }),
  otelServiceName: optional(
    text({ variable: 'OTEL_SERVICE_NAME', description: "instead of the program's own name" }),
  ),
  otelResourceAttributes: lenient(
    createSetting(
      {
        variable: 'OTEL_RESOURCE_ATTRIBUTES',
        default: {} as Readonly<Record<string, string>>,
        description: 'what else is said of this process: key=value, with commas',
      },
      { rule: 'pairs key=value, with commas', parse: parsePairs, format: formatPairs },
    ),
  ),
  otlpEndpoint: endpoint(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'where a receiver of OTLP is; unset: nothing is sent anywhere',
  ),
  otlpTracesEndpoint: endpoint('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'the same, of traces alone'),
  otlpMetricsEndpoint: endpoint('OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'of metrics alone'),
  otlpLogsEndpoint: endpoint('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', 'of log lines alone'),
  otlpProtocol: otelWord(['http/protobuf', 'grpc'], {
    variable: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    default: 'http/protobuf',
    description: 'how OTLP is spoken',
  }),
  otlpHeaders: createSetting(
    {
      variable: 'OTEL_EXPORTER_OTLP_HEADERS',
      default: {} as Readonly<Record<string, string>>,
      secret: true,
      description: 'sent with every export: key=value, with commas',
    },
    { rule: 'pairs key=value, with commas', parse: parsePairs, format: formatPairs },
  ),
  otlpTimeoutMs: integer({
    variable: 'OTEL_EXPORTER_OTLP_TIMEOUT',
    default: 5000,
    min: 100,
    max: 60_000,
    description: 'milliseconds that one export may take; then its items are dropped',
  }),
  tracesExporter: otelWord(['otlp', 'jaeger', 'none'], {
    variable: 'OTEL_TRACES_EXPORTER',
    default: 'otlp',
    description: 'jaeger: the deprecated exporter, for collectors that know no OTLP',
  }),
  metricsExporter: otelWord(['otlp', 'prometheus', 'none'], {
    variable: 'OTEL_METRICS_EXPORTER',
    default: 'otlp',
    description: 'prometheus: to be scraped at the address below',
  }),
  logsExporter: otelWord(['otlp', 'none'], {
    variable: 'OTEL_LOGS_EXPORTER',
    default: 'otlp',
    description: 'beside standard output, which gets every line in any case',
  }),
  tracesSampler: otelWord(
    [
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ],
    {
      variable: 'OTEL_TRACES_SAMPLER',
      default: 'parentbased_always_on',
      description: 'which traces are written',
    },
  ),
  tracesSamplerRatio: lenient(
    createSetting(
      {
        variable: 'OTEL_TRACES_SAMPLER_ARG',
        default: 1,
        description: 'the share of traces, of the samplers with a ratio',
      },
      { rule: 'a number in [0, 1]', parse: parseShare },
    ),
  ),
  keptSlowMs: durationMs({
    variable: 'BALLAST_TRACES_KEEP_SLOW',
    default: 1000,
    minMs: 1,
    maxMs: 3_600_000,
    description: 'calls that take so long are written though they were not sampled, as failed ones',
  }),
  propagators: otelPropagators({
    variable: 'OTEL_PROPAGATORS',
    default: ['tracecontext', 'baggage'],
    description: 'what is sent along with calls: tracecontext, baggage, grpc-trace-bin',
  }),
  jaegerEndpoint: endpoint(
    'OTEL_EXPORTER_JAEGER_ENDPOINT',
    'of a collector for the jaeger exporter; unset: its agent at OTEL_EXPORTER_JAEGER_AGENT_HOST',
  ),
  prometheusHost: text({
    variable: 'OTEL_EXPORTER_PROMETHEUS_HOST',
    default: '127.0.0.1',
    pattern: /\S+/,
    description: 'where metrics can be scraped, at /metrics; 0.0.0.0 in a container',
  }),
  prometheusPort: integer({
    variable: 'OTEL_EXPORTER_PROMETHEUS_PORT',
    default: 9464,
    min: 0,
    max: 65_535,
    description: 'and its port; 0 takes a free one',
  }),
  metricsIntervalMs: integer({
    variable: 'OTEL_METRIC_EXPORT_INTERVAL',
    default: 10_000,
    min: 100,
    max: 3_600_000,
    description: 'milliseconds between two exports of metrics',
  }),
  exportDelayMs: integer({
    variable: 'OTEL_BSP_SCHEDULE_DELAY',
    default: 1000,
    min: 10,
    max: 60_000,
    description: 'milliseconds between two exports of spans, and of log lines',
  }),
  maxQueueSize: integer({
    variable: 'OTEL_BSP_MAX_QUEUE_SIZE',
    default: 8192,
    min: 1,
    max: 1_000_000,
    description: 'spans, and log lines, that wait for their export; more are dropped and counted',
  }),
  maxBatchSize: integer({
    variable: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
    default: 512,
    min: 1,
    max: 100_000,
    description: 'the most in one export',
  }),
  semconvOptIn: optional(
    text({
      variable: 'OTEL_SEMCONV_STABILITY_OPT_IN',
      description: 'rpc/dup: the former names of RPC attributes are written too',
    }),
  ),
};

export type TelemetrySettings = Config<typeof telemetrySchema>;

function parsePairs(list: string): Readonly<Record<string, string>> | undefined {
  const pairs: Record<string, string> = {};
  for (const pair of list.split(',').filter((word) => word.trim() !== '')) {
    const equals = pair.indexOf('=');
    if (equals < 1) return undefined;
    try {
      pairs[pair.slice(0, equals).trim()] = decodeURIComponent(pair.slice(equals + 1).trim());
    } catch {
      return undefined;
    }
  }
  return pairs;
}

function formatPairs(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join(',');
}

function parseShare(number: string): number | undefined {
  const share = Number(number);
  return number.trim() !== '' && share >= 0 && share <= 1 ? share : undefined;
}
