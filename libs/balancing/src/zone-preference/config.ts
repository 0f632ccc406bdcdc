import { ConfigFieldError, type ConfigFields } from '../config/config-fields.ts';

/** Calls stay in the caller's zone while it can bear them. */
export interface ZonePreferenceConfig {
  /** The caller's zone; empty = what the resolver says (channel option `ballast.zone`). */
  readonly zone: string;
  /**
   * The share of local endpoints that must be usable to keep all calls local, (0, 1]: below it
   * the rest spills in proportion. Default 0.7 (Envoy's overprovisioning factor of 1.4).
   */
  readonly minUsableShare: number;
  /**
   * Calls in flight per local endpoint from which calls spill to emptier ones elsewhere. Default
   * 32, at least 1.
   */
  readonly spillInFlight: number;
}

export const defaultZonePreference: ZonePreferenceConfig = {
  ...{ zone: '', minUsableShare: 0.7, spillInFlight: 32 },
};

/** @throws ConfigFieldError */
export function parseZonePreferenceConfig(fields: ConfigFields): ZonePreferenceConfig {
  const config = {
    zone: fields.text('zone', ''),
    minUsableShare: fields.number('minUsableShare', {
      default: defaultZonePreference.minUsableShare,
      min: 0.01,
      max: 1,
    }),
    spillInFlight: fields.number('spillInFlight', {
      default: defaultZonePreference.spillInFlight,
      min: 1,
    }),
  };
  fields.end();
  if (config.zone !== config.zone.trim()) {
    throw new ConfigFieldError(`zone must have no space around it, got "${config.zone}"`);
  }
  return config;
}
