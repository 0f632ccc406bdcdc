import type { HrTime } from '@opentelemetry/api';

/** Milliseconds as OpenTelemetry has them: seconds, and the nanoseconds beyond. */
export function toHrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}
