// OpenMetrics 1.0 text, the form in which Prometheus takes exemplars, and its older 0.0.4, which has
// none. Names follow OpenTelemetry's rules for Prometheus: dots are underscores, the unit is a suffix.
import type { Attributes } from '@opentelemetry/api';
import type { CollectedMetric, Exemplar, HistogramValues } from '@ballast/tracing';

export const OPEN_METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
export const PLAIN_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export interface TextOptions {
  readonly isOpenMetrics: boolean;
  /** What is said of the process: one `target_info`. */
  readonly resource: Attributes;
}

const units: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes', '1': 'ratio' };

/** The name by which Prometheus knows an instrument, without `_total`, `_bucket` and their like. */
export function prometheusName(name: string, unit: string): string {
  const base = name.replace(/[^a-zA-Z0-9_:]/g, '_');
  const suffix = units[unit];
  return suffix === undefined || base.endsWith(`_${suffix}`) ? base : `${base}_${suffix}`;
}

export function writeMetrics(
  metrics: readonly CollectedMetric[],
  { isOpenMetrics, resource }: TextOptions,
): string {
  const lines: string[] = [];
  const info = isOpenMetrics ? 'target' : 'target_info';
  lines.push(`# TYPE ${info} ${isOpenMetrics ? 'info' : 'gauge'}`);
  lines.push(`# HELP ${info} what is said of this process`);
  lines.push(`target_info${writeLabels(resource)} 1`);
  for (const metric of metrics) {
    const name = prometheusName(metric.name, metric.unit);
    // In the older form a counter's family is named as its sample is.
    const family = metric.kind === 'counter' && !isOpenMetrics ? `${name}_total` : name;
    lines.push(`# TYPE ${family} ${metric.kind}`, `# HELP ${family} ${metric.description}`);
    for (const { attributes, value } of metric.numbers) {
      const sample = metric.kind === 'counter' ? `${name}_total` : name;
      lines.push(`${sample}${writeLabels(attributes)} ${writeNumber(value)}`);
    }
    for (const { attributes, value } of metric.histograms) {
      lines.push(...writeHistogram(name, attributes, value, isOpenMetrics));
    }
  }
  if (isOpenMetrics) lines.push('# EOF');
  return `${lines.join('\n')}\n`;
}

function writeHistogram(
  name: string,
  attributes: Attributes,
  { bounds, counts, exemplars, count, sum }: HistogramValues,
  isOpenMetrics: boolean,
): string[] {
  const lines: string[] = [];
  let below = 0;
  for (const [index, bound] of [...bounds, Infinity].entries()) {
    below += counts[index] ?? 0;
    const labels = writeLabels(attributes, `le="${writeNumber(bound)}"`);
    const example = isOpenMetrics ? writeExemplar(exemplars[index]) : '';
    lines.push(`${name}_bucket${labels} ${below}${example}`);
  }
  const labels = writeLabels(attributes);
  lines.push(`${name}_count${labels} ${count}`, `${name}_sum${labels} ${writeNumber(sum)}`);
  return lines;
}

/** OpenMetrics, "Exemplars": labels, the value that was measured, and when. */
function writeExemplar(exemplar: Exemplar | undefined): string {
  if (exemplar === undefined) return '';
  const { span, value, atMs } = exemplar;
  const labels = `{trace_id="${span.traceId}",span_id="${span.spanId}"}`;
  return ` # ${labels} ${writeNumber(value)} ${(atMs / 1000).toFixed(3)}`;
}

function writeLabels(attributes: Attributes, more?: string): string {
  const labels = Object.entries(attributes).map(
    ([key, value]) => `${key.replace(/[^a-zA-Z0-9_]/g, '_')}="${escape(String(value))}"`,
  );
  if (more !== undefined) labels.push(more);
  return labels.length === 0 ? '' : `{${labels.join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

function writeNumber(value: number): string {
  if (value === Infinity) return '+Inf';
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value);
}
