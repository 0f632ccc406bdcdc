import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeConfig, findIgnored } from '@ballast/config';
import { expect, test } from 'vitest';
import { settingsOf } from '../../test/settings.ts';
import { findSignalUrl } from '../export/signal-url.ts';
import { createResource } from './resource.ts';
import { telemetrySchema } from './telemetry-schema.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/telemetry.md'), 'utf8');
const cells = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));

test.each(describeConfig(telemetrySchema))('docs/telemetry.md tells of $variable', (row) => {
  const { variable, default: preset, description } = row;
  expect(cells).toContainEqual(['', variable, preset, description, '']);
});

test('without an endpoint nothing goes anywhere', () => {
  for (const signal of ['traces', 'metrics', 'logs'] as const) {
    expect(findSignalUrl(signal, settingsOf())).toBeUndefined();
  }
});

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318' }, 'http://a:4318/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318/x/' }, 'http://a:4318/x/v1/traces'],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'http://a:4317',
  ],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b/as-it-is' }, 'http://b/as-it-is'],
])('%j sends traces to %s', (environment, url) => {
  expect(findSignalUrl('traces', settingsOf(environment as Record<string, string>))).toBe(url);
});

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
  ['BALLAST_TRACES_KEEP_SLOW', '0s'],
])('%s=%s is refused by its name', (variable, value) => {
  expect(() => settingsOf({ [variable]: value })).toThrow(variable);
});

test.each([
  ['OTEL_TRACES_EXPORTER', 'console'],
  ['OTEL_METRICS_EXPORTER', 'logging'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json'],
  ['OTEL_TRACES_SAMPLER', 'jaeger_remote'],
  ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
  ['OTEL_TRACES_SAMPLER_ARG', 'half'],
  ['OTEL_PROPAGATORS', 'b3'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'no-equals'],
  ['OTEL_SDK_DISABLED', 'yes'],
])('%s=%s is ignored, and told by its name', (variable, value) => {
  expect(settingsOf({ [variable]: value })).toEqual(settingsOf());
  const ignored = findIgnored({ [variable]: value }, telemetrySchema);
  expect(ignored).toEqual([{ variable, value, rule: expect.any(String) as string }]);
});

test.each([
  [{ OTEL_SDK_DISABLED: 'TRUE' }, { otelSdkDisabled: 'true' }],
  [{ OTEL_TRACES_EXPORTER: 'None' }, { tracesExporter: 'none' }],
  [{ OTEL_PROPAGATORS: 'tracecontext,baggage' }, { propagators: ['tracecontext', 'baggage'] }],
  [{ OTEL_PROPAGATORS: 'baggage' }, { propagators: ['baggage'] }],
  [{ OTEL_PROPAGATORS: 'none' }, { propagators: [] }],
  [
    { OTEL_PROPAGATORS: 'grpc-trace-bin, tracecontext' },
    { propagators: ['tracecontext', 'grpc-trace-bin'] },
  ],
])('%j is understood: %j', (environment, settings) => {
  expect(settingsOf(environment as Record<string, string>)).toMatchObject(settings);
  expect(findIgnored(environment as Record<string, string>, telemetrySchema)).toEqual([]);
});

test('of a list of propagators those that are known count, and the list is told of', () => {
  const environment = { OTEL_PROPAGATORS: 'b3,tracecontext' };
  expect(settingsOf(environment).propagators).toEqual(['tracecontext']);
  expect(findIgnored(environment, telemetrySchema)).toHaveLength(1);
});

test('headers that are wrong are refused without being shown', () => {
  expect(() => settingsOf({ OTEL_EXPORTER_OTLP_HEADERS: 'secret' })).toThrow(
    /OTEL_EXPORTER_OTLP_HEADERS(?!.*secret)/,
  );
});

test('the resource is the program’s, and what the operator says goes before', () => {
  const settings = settingsOf({
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=shop%20one,team=a',
    OTEL_SERVICE_NAME: 'other',
  });
  expect(createResource('orders', settings).attributes).toMatchObject({
    ...{ 'service.name': 'other', 'deployment.environment.name': 'shop one', team: 'a' },
    'process.pid': process.pid,
  });
  expect(createResource('orders', settingsOf()).attributes['service.name']).toBe('orders');
});
