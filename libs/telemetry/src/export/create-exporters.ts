// Exporters are loaded when they are chosen: each brings a transport, and the Jaeger one an SDK.
import { Metadata } from '@grpc/grpc-js';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { TelemetrySettings } from '../settings/telemetry-schema.ts';
import type { Exporter } from './export-queue.ts';
import { findSignalUrl } from './signal-url.ts';

export async function createSpanExporter(
  settings: TelemetrySettings,
): Promise<Exporter<ReadableSpan> | undefined> {
  const { tracesExporter, jaegerEndpoint } = settings;
  if (tracesExporter === 'jaeger') {
    const { JaegerExporter } = await import('@opentelemetry/exporter-jaeger');
    const where = jaegerEndpoint === undefined ? {} : { endpoint: jaegerEndpoint };
    return new JaegerExporter(where) as unknown as Exporter<ReadableSpan>;
  }
  const url = tracesExporter === 'none' ? undefined : findSignalUrl('traces', settings);
  if (url === undefined) return undefined;
  if (settings.otlpProtocol === 'grpc') {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-grpc');
    return new OTLPTraceExporter(grpcOptions(url, settings));
  }
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter(httpOptions(url, settings));
}

export async function createLogExporter(
  settings: TelemetrySettings,
): Promise<Exporter<ReadableLogRecord> | undefined> {
  const url = settings.logsExporter === 'none' ? undefined : findSignalUrl('logs', settings);
  if (url === undefined) return undefined;
  if (settings.otlpProtocol === 'grpc') {
    const { OTLPLogExporter } = await import('@opentelemetry/exporter-logs-otlp-grpc');
    return new OTLPLogExporter(grpcOptions(url, settings));
  }
  const { OTLPLogExporter } = await import('@opentelemetry/exporter-logs-otlp-proto');
  return new OTLPLogExporter(httpOptions(url, settings));
}

export async function createMetricExporter(
  settings: TelemetrySettings,
): Promise<PushMetricExporter | undefined> {
  if (settings.metricsExporter !== 'otlp') return undefined;
  const url = findSignalUrl('metrics', settings);
  if (url === undefined) return undefined;
  if (settings.otlpProtocol === 'grpc') {
    const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-grpc');
    return new OTLPMetricExporter(grpcOptions(url, settings));
  }
  const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-proto');
  return new OTLPMetricExporter(httpOptions(url, settings));
}

function httpOptions(url: string, { otlpHeaders, otlpTimeoutMs }: TelemetrySettings) {
  return { url, headers: { ...otlpHeaders }, timeoutMillis: otlpTimeoutMs };
}

function grpcOptions(url: string, { otlpHeaders, otlpTimeoutMs }: TelemetrySettings) {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(otlpHeaders)) metadata.set(key, value);
  return { url, metadata, timeoutMillis: otlpTimeoutMs };
}
