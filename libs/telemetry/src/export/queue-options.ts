import type { TelemetrySettings } from '../settings/telemetry-schema.ts';

/** How spans and log lines wait, and how long their export may take. */
export function queueOptions(settings: TelemetrySettings) {
  return {
    delayMs: settings.exportDelayMs,
    maxQueueSize: settings.maxQueueSize,
    maxBatchSize: settings.maxBatchSize,
    timeoutMs: settings.otlpTimeoutMs,
  };
}
