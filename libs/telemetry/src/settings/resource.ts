import { hostname } from 'node:os';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import type { TelemetrySettings } from './telemetry-schema.ts';

/** What is said of this process with all that it sends. */
export function createResource(
  serviceName: string,
  settings: TelemetrySettings,
  environment: NodeJS.ProcessEnv = process.env,
): Resource {
  return resourceFromAttributes({
    'service.name': serviceName,
    'service.namespace': 'ballast',
    // Another one after each restart: counters begin anew then, too.
    'service.instance.id': crypto.randomUUID(),
    'host.name': hostname(),
    // A pod's host bears its name, unless its manifest says otherwise; Kubernetes sets this in every pod.
    ...(environment['KUBERNETES_SERVICE_HOST'] && { 'k8s.pod.name': hostname() }),
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': 'opentelemetry',
    ...settings.otelResourceAttributes,
    ...(settings.otelServiceName !== undefined && { 'service.name': settings.otelServiceName }),
  });
}

/**
 * What people call this process: its pod's name, which outlives a restart of the container, else
 * `service.instance.id`. The console looks for the names of replicas in the same order.
 */
export function nameInstance({ attributes }: Resource): string {
  return String(attributes['k8s.pod.name'] || attributes['service.instance.id']);
}
