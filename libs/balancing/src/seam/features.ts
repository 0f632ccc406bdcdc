import { ConfigFields } from '../config/config-fields.ts';
import { type EjectionConfig, parseEjectionConfig } from '../ejection/config.ts';
import { parseSlowStartConfig, type SlowStartConfig } from '../slow-start/config.ts';
import { parseZonePreferenceConfig, type ZonePreferenceConfig } from '../zone-preference/config.ts';

/** What every policy can have besides its own arithmetic; absent = off. */
export interface RotationFeatures {
  readonly slowStart?: SlowStartConfig;
  readonly outlierEjection?: EjectionConfig;
  readonly zonePreference?: ZonePreferenceConfig;
}

const parsers = {
  slowStart: parseSlowStartConfig,
  outlierEjection: parseEjectionConfig,
  zonePreference: parseZonePreferenceConfig,
} as const;

const featureNames = new Map([
  ['slowStart', 'slowStart'],
  ['slow_start', 'slowStart'],
  ['outlierEjection', 'outlierEjection'],
  ['outlier_ejection', 'outlierEjection'],
  ['zonePreference', 'zonePreference'],
  ['zone_preference', 'zonePreference'],
] as const satisfies [string, keyof typeof parsers][]);

/** Parts the fields that every policy takes from the policy's own. @throws ConfigFieldError */
export function splitFeatures(path: string, json: unknown) {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    // The policy's own parser says what is wrong with it.
    return { features: {}, own: json };
  }
  const own: Record<string, unknown> = {};
  const features: { -readonly [Name in keyof RotationFeatures]: RotationFeatures[Name] } = {};
  for (const [name, value] of Object.entries(json)) {
    const feature = (featureNames as ReadonlyMap<string, keyof typeof parsers>).get(name);
    if (feature === undefined) own[name] = value;
    else Object.assign(features, { [feature]: parseFeature(feature, path, value) });
  }
  return { features: features as RotationFeatures, own };
}

function parseFeature(feature: keyof typeof parsers, path: string, json: unknown) {
  return parsers[feature](new ConfigFields(`${path}.${feature}`, json));
}
