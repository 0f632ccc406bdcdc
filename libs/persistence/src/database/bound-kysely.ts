import {
  CompiledQuery,
  DefaultQueryExecutor,
  Kysely,
  type KyselyProps,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SingleConnectionProvider,
  Transaction,
  type DatabaseConnection,
  type Dialect,
  type Driver,
} from 'kysely';

/**
 * Kysely over one connection that is there already. Kysely's own PostgresDialect takes connections
 * from a pool by itself, and knows neither deadlines nor a bounded wait; its compiler, adapter and
 * introspector are used as they are.
 */
function bind(connection: DatabaseConnection): KyselyProps {
  const executor = executors.withConnectionProvider(new SingleConnectionProvider(connection));
  return { config, dialect, driver, executor };
}

export function bindKysely<Tables>(connection: DatabaseConnection): Kysely<Tables> {
  return new Kysely<Tables>(bind(connection));
}

export function bindTransaction<Tables>(connection: DatabaseConnection): Transaction<Tables> {
  return new Transaction<Tables>(bind(connection));
}

const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();
const send = async (connection: DatabaseConnection, text: string): Promise<void> => {
  await connection.executeQuery(CompiledQuery.raw(text));
};
const unbound = (): never => {
  throw new Error('use read() or transaction() of the database');
};

/** For `db.transaction()` inside read(): the connection is there, only statements are sent. */
const driver: Driver = {
  init: async () => {},
  destroy: async () => {},
  acquireConnection: async () => unbound(),
  releaseConnection: async () => {},
  beginTransaction: (connection) => send(connection, 'begin'),
  commitTransaction: (connection) => send(connection, 'commit'),
  rollbackTransaction: (connection) => send(connection, 'rollback'),
};
const dialect: Dialect = {
  createAdapter: () => adapter,
  createDriver: () => driver,
  createQueryCompiler: () => compiler,
  createIntrospector: (db) => new PostgresIntrospector(db),
};
const config = { dialect };
const executors = new DefaultQueryExecutor(compiler, adapter, {
  provideConnection: async () => unbound(),
});
