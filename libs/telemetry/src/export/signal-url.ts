import type { TelemetrySettings } from '../settings/telemetry-schema.ts';

export type Signal = 'traces' | 'metrics' | 'logs';

/**
 * Where a signal goes, by OpenTelemetry's rules: its own endpoint as it stands, or the common one with
 * `v1/<signal>` behind its path; gRPC has no paths. Undefined: nowhere.
 */
export function findSignalUrl(signal: Signal, settings: TelemetrySettings): string | undefined {
  const own = {
    traces: settings.otlpTracesEndpoint,
    metrics: settings.otlpMetricsEndpoint,
    logs: settings.otlpLogsEndpoint,
  }[signal];
  const { otlpEndpoint, otlpProtocol } = settings;
  if (own !== undefined || otlpEndpoint === undefined) return own;
  return otlpProtocol === 'grpc' ? otlpEndpoint : `${otlpEndpoint.replace(/\/$/, '')}/v1/${signal}`;
}
