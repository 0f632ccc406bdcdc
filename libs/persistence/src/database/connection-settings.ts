import { types, type ClientConfig } from 'pg';
import { openSocket } from './open-socket.ts';
import type { ResolvedDatabaseOptions } from './options.ts';

const INT8 = 20;
const INT8_ARRAY = 1016 as Parameters<typeof types.getTypeParser>[0];

/** 64-bit integers become bigint, as in the contracts; node-postgres alone makes text of them. */
const typeParsers: NonNullable<ClientConfig['types']> = {
  getTypeParser: ((oid: Parameters<typeof types.getTypeParser>[0], format?: 'text') => {
    if (oid === INT8) return BigInt;
    if (oid === INT8_ARRAY) {
      const parseTexts = types.getTypeParser(INT8_ARRAY, 'text') as (text: string) => string[];
      return (text: string) => parseTexts(text).map((item) => item && BigInt(item));
    }
    return types.getTypeParser(oid, format) as unknown;
  }) as (typeof types)['getTypeParser'],
};

/**
 * What every connection of a database has: its schema, its safe limits, and a socket that notices a
 * dead peer and does without name servers that are away.
 */
export function connectionSettings(options: ResolvedDatabaseOptions): ClientConfig {
  const session = {
    search_path: options.schema,
    statement_timeout: options.statementTimeoutMs,
    lock_timeout: options.lockTimeoutMs,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
  };
  return {
    connectionString: options.url,
    application_name: options.applicationName,
    options: Object.entries(session)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    connectionTimeoutMillis: options.connectTimeoutMs,
    keepAlive: true,
    stream: openSocket,
    types: typeParsers,
  };
}
