import type { Resource } from '@opentelemetry/resources';
import { createLogExporter } from '../export/create-exporters.ts';
import { ExportQueue } from '../export/export-queue.ts';
import { queueOptions } from '../export/queue-options.ts';
import type { TelemetrySettings } from '../settings/telemetry-schema.ts';
import { LogLineExporter } from './log-exporter.ts';

/** Where the lines of the logger wait to be sent; undefined where they are sent nowhere. */
export async function createLogQueue(
  settings: TelemetrySettings,
  resource: Resource,
): Promise<ExportQueue<string> | undefined> {
  const exporter = await createLogExporter(settings);
  if (exporter === undefined) return undefined;
  return new ExportQueue({
    ...queueOptions(settings),
    exporter: new LogLineExporter(exporter, resource),
  });
}
