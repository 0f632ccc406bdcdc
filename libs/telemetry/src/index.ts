// For a program's main.ts
export { startTelemetry } from './start-telemetry.ts';
export { telemetrySchema } from './settings/telemetry-schema.ts';

// For programs that start none of it, and benchmarks
export { CallTracer } from './traces/call-tracer.ts';

// Types
export type { Telemetry, TelemetryOptions } from './start-telemetry.ts';
export type { TelemetrySettings } from './settings/telemetry-schema.ts';

// For checks of rules and dashboards
export { prometheusName } from './metrics/open-metrics.ts';
