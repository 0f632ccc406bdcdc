import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect, test } from 'vitest';
import { instruments } from './instruments.ts';
import { MeterSink } from './meter-sink.ts';

test('an SDK of one’s own gets every kind, with unit and buckets of the table', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const sink = new MeterSink(provider.getMeter('test'));
  sink.counter('grpc.client.attempt.started', { 'grpc.method': 'm' }).add(2);
  sink.histogram('grpc.client.call.duration', { 'grpc.method': 'm' }).record(0.003);
  sink.observe('ballast.bulkhead.waiting', (observe) => observe(4, { 'grpc.target': 't' }));
  await reader.forceFlush();
  const metrics = exporter.getMetrics()[0]!.scopeMetrics[0]!.metrics;
  await provider.shutdown();
  expect(metrics.map(({ descriptor }) => [descriptor.name, descriptor.unit])).toEqual([
    ['grpc.client.attempt.started', '{attempt}'],
    ['grpc.client.call.duration', 's'],
    ['ballast.bulkhead.waiting', '{call}'],
  ]);
  const [, duration] = metrics;
  expect(duration?.dataPointType).toBe(DataPointType.HISTOGRAM);
  expect(duration?.dataPoints[0]?.value).toMatchObject({
    buckets: { boundaries: instruments['grpc.client.call.duration'].buckets },
  });
});
