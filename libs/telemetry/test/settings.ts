import { loadConfig } from '@ballast/config';
import { telemetrySchema, type TelemetrySettings } from '../src/index.ts';

/** What a program reads from an environment. */
export function settingsOf(environment: Record<string, string> = {}): TelemetrySettings {
  return loadConfig(environment, telemetrySchema);
}
