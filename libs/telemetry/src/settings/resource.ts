import { hostname } from 'node:os';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import type { TelemetrySettings } from './telemetry-schema.ts';

/** What is said of this process with all that it sends. */
export function createResource(serviceName: string, settings: TelemetrySettings): Resource {
  return resourceFromAttributes({
    'service.name': serviceName,
    'service.namespace': 'ballast',
    // Another one after each restart: counters begin anew then, too.
    'service.instance.id': crypto.randomUUID(),
    'host.name': hostname(),
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': 'opentelemetry',
    ...settings.otelResourceAttributes,
    ...(settings.otelServiceName !== undefined && { 'service.name': settings.otelServiceName }),
  });
}
