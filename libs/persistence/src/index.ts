// A service's database
export { openDatabase } from './database/open-database.ts';
export type { Database, TransactionOptions } from './database/database.ts';
export type { DatabaseOptions } from './database/options.ts';
export type { CallOptions } from './database/call-limits.ts';
export { isUniqueViolation } from './database/database-errors.ts';

// Migrations
export type { Migration } from 'kysely/migration';
export type { MigrateOptions } from './migrations/migrate.ts';

// Wake-ups between processes
export { hintOnCommit } from './database/hint-on-commit.ts';
export type { Hints } from './hints/hints.ts';

// Every statement, for tests and tracers
export { STATEMENT_CHANNEL } from './database/statement-diagnostics.ts';
export type { StatementEvent, StatementKind } from './database/statement-diagnostics.ts';
