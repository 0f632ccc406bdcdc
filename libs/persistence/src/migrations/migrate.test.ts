import { connect } from 'node:net';
import { silentLogger } from '@ballast/logging';
import { Code } from '@ballast/status';
import { createGate, startTcpServer } from '@ballast/testing';
import { sql, type QueryExecutorProvider } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open-database.ts';
import { findTestServer, openTestDatabase } from '../testing/index.ts';

const create = (table: string) => ({
  up: async (db: QueryExecutorProvider) => {
    await sql`create table ${sql.id(table)} (id int)`.execute(db);
  },
});
const openReplica = async (schema: string, url?: string, logger = silentLogger) =>
  openDatabase<Record<string, { id: number }>>({
    url: url ?? (await findTestServer()),
    schema,
    applicationName: 'test',
    logger,
  });
const tablesOf = async (database: Awaited<ReturnType<typeof openReplica>>) => {
  const { rows } = await database.read({}, (db) =>
    sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = ${database.schema} order by 1
    `.execute(db),
  );
  return rows.map(({ name }) => name);
};

describe('migrate', () => {
  it('runs what is missing in order of name, once', async () => {
    await using database = await openTestDatabase({ '001': create('one') });
    const order: string[] = [];
    const noting = (name: string) => ({ up: async () => void order.push(name) });
    await database.migrate({ '001': noting('001'), '003': noting('003'), '002': noting('002') });
    await database.migrate({ '001': noting('001'), '003': noting('003'), '002': noting('002') });
    expect(order).toEqual(['002', '003']);
  });

  it('lets replicas that start together take turns', async () => {
    const schema = `together_${Date.now()}`;
    let runs = 0;
    const migrations = {
      '001': {
        up: async (db: QueryExecutorProvider) => {
          runs += 1;
          await create('one').up(db);
        },
      },
    };
    const replicas = await Promise.all(Array.from({ length: 6 }, () => openReplica(schema)));
    await Promise.all(replicas.map((replica) => replica.migrate(migrations)));
    expect(runs).toBe(1);
    expect(await tablesOf(replicas[0]!)).toEqual(['ballast_migration', 'one']);
    await Promise.all(replicas.map((replica) => replica.close()));
  });

  it('does nothing at all when one of them fails, and says which', async () => {
    await using database = await openReplica(`failing_${Date.now()}`);
    const failing = database.migrate({ '001': create('one'), '002': create('one') });
    await expect(failing).rejects.toThrow(/^migration 002 of schema failing_\d+ failed: .*exists/);
    expect(await tablesOf(database)).toEqual([]);
  });

  it('refuses a schema that a newer version has migrated', async () => {
    await using database = await openTestDatabase({ '001': create('one'), '002': create('two') });
    await expect(database.migrate({ '001': create('one') })).rejects.toMatchObject({
      code: Code.FAILED_PRECONDITION,
      reason: 'SCHEMA_TOO_NEW',
      message: expect.stringMatching(
        /newer version.*it has 002, this program knows up to 001/,
      ) as string,
    });
  });

  it('waits for a database that is not there yet', async () => {
    const url = new URL(await findTestServer());
    const serverPort = Number(url.port);
    const closed = await startTcpServer(() => {});
    await closed.stop();
    url.port = String(closed.port);
    const waiting = createGate();
    const logger = { ...silentLogger, info: () => waiting.open() };
    await using database = await openReplica(`late_${Date.now()}`, url.href, logger);
    const migrating = database.migrate({ '001': create('one') });
    await waiting.opened;
    const road = await startTcpServer(
      (socket) => socket.pipe(connect(serverPort, '127.0.0.1')).pipe(socket),
      closed.port,
    );
    await migrating;
    expect(await tablesOf(database)).toContain('one');
    await road.stop();
  });

  it('says so when the database does not come', async () => {
    await using database = await openReplica('nowhere', 'postgres://u:p@127.0.0.1:1/d');
    await expect(database.migrate({}, { waitMs: 150 })).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      reason: 'DATABASE_UNAVAILABLE',
    });
  });

  it('does not wait for a password to become right', async () => {
    const url = new URL(await findTestServer());
    url.password = 'wrong';
    await using database = await openReplica('nobody', url.href);
    await expect(database.migrate({})).rejects.toThrow('password authentication failed');
  });
});
