import type { Attributes } from '../api/traces.ts';
import type { Source } from './received.ts';

/** Of the names that OpenTelemetry's conventions know for a process, the one that people say. */
export function findSource(attributes: Attributes): Source {
  const textOf = (key: string): string => String(attributes[key] ?? '');
  const service = textOf('service.name') || 'unknown';
  const host = textOf('host.name') || service;
  return {
    service,
    replica:
      textOf('k8s.pod.name') ||
      textOf('service.instance.id') ||
      `${host}:${textOf('process.pid') || '?'}`,
  };
}
