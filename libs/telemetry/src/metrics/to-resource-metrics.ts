import { ValueType, type HrTime } from '@opentelemetry/api';
import type { CollectedMetric, HistogramValues } from '@ballast/tracing';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  type DataPoint,
  type Histogram,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { toHrTime } from '../export/hr-time.ts';

interface Span {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** What a process has counted, as the SDK's exporters take it. */
export function toResourceMetrics(
  collected: readonly CollectedMetric[],
  resource: Resource,
  startedAtMs: number,
  nowMs = Date.now(),
): ResourceMetrics {
  const span = { startTime: toHrTime(startedAtMs), endTime: toHrTime(nowMs) };
  const metrics = collected.map((metric) => toMetricData(metric, span));
  return { resource, scopeMetrics: [{ scope: { name: '@ballast/tracing' }, metrics }] };
}

function toMetricData(metric: CollectedMetric, span: Span): MetricData {
  const { name, kind, unit, description, numbers, histograms } = metric;
  const common = {
    descriptor: { name, unit, description, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  if (kind === 'histogram') {
    const dataPoints = histograms.map(({ attributes, value }) => ({
      ...{ ...span, attributes, value: toHistogram(value) },
    }));
    return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }
  const dataPoints = numbers.map(({ attributes, value }): DataPoint<number> => ({
    ...span,
    attributes,
    value,
  }));
  return kind === 'gauge'
    ? { ...common, dataPointType: DataPointType.GAUGE, dataPoints }
    : { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints };
}

function toHistogram({ bounds, counts, count, sum, min, max }: HistogramValues): Histogram {
  return { buckets: { boundaries: [...bounds], counts: [...counts] }, count, sum, min, max };
}
