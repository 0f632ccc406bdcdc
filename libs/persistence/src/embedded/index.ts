// The database of a machine without one
export { findEmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';
export type { EmbeddedPostgres } from './start-embedded-postgres.ts';
export type { EmbeddedPostgresOptions } from './options.ts';

// What it refuses
export { EmbeddedPostgresError, isEmbeddedPostgresError } from './embedded-postgres-error.ts';
