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

// Outbox: messages that leave when the change they tell of is committed
export { createOutbox } from './outbox/outbox.ts';
export { outboxMigrations } from './outbox/outbox-migrations.ts';
export { startOutboxRelay } from './outbox/start-outbox-relay.ts';
export type { NewMessage, Outbox } from './outbox/outbox.ts';
export type { OutboxMessage } from './outbox/outbox-queue.ts';
export type { OutboxRelay } from './outbox/start-outbox-relay.ts';
export type { OutboxContext, OutboxHandler, OutboxRelayOptions } from './outbox/relay-options.ts';

// Event log: what happened, for whoever follows
export { createEventLog } from './event-log/event-log.ts';
export { eventsHint } from './event-log/tail-reader.ts';
export { eventLogMigrations } from './event-log/event-log-migrations.ts';
export type { LogEvent } from './event-log/event.ts';
export type {
  EventLog,
  EventLogOptions,
  FollowOptions,
  Following,
  NewEvent,
} from './event-log/event-log.ts';

// Idempotency: the same request once
export {
  claimIdempotencyKey,
  deleteExpiredIdempotencyKeys,
} from './idempotency/claim-idempotency-key.ts';
export { fingerprintOf } from './idempotency/fingerprint.ts';
export { idempotencyMigrations } from './idempotency/idempotency-migrations.ts';
export type { IdempotencyClaim, IdempotencyOutcome } from './idempotency/claim-idempotency-key.ts';

// Payloads
export type { Json } from './json.ts';
