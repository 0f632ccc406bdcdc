// Reading
export { loadConfig } from './load-config.ts';
export { describeConfig } from './describe-config.ts';
export { findIgnored } from './find-ignored.ts';
export { ConfigError, isConfigError } from './config-error.ts';

// Kinds of settings
export { durationMs, integer, port } from './numbers.ts';
export { flag, oneOf, text } from './words.ts';
export { url } from './url.ts';
export { createSetting, lenient, optional } from './setting.ts';

// The mesh around the process
export { loadMesh } from './mesh/load-mesh.ts';
export { meshSchema } from './mesh/mesh-schema.ts';
export { hasProxyForCalls, MESH_MODES } from './mesh/mesh.ts';

// Types
export type { Mesh, MeshMode } from './mesh/mesh.ts';
export type { Config, ConfigSchema, Environment } from './load-config.ts';
export type { VariableDescription } from './describe-config.ts';
export type { ConfigViolation } from './config-error.ts';
export type { DurationOptions, IntegerOptions } from './numbers.ts';
export type { TextOptions } from './words.ts';
export type { UrlOptions } from './url.ts';
export type { Setting, SettingKind, SettingOptions } from './setting.ts';
