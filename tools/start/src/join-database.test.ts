import { findProcessIdentity } from '@ballast/tool-bootstrap/process-identity';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findLiving, WITHIN } from '../test-programs/platform-process.ts';

interface Said {
  readonly url?: string;
  readonly refused?: string;
  readonly done?: string;
  readonly said?: string;
}

interface User {
  readonly child: ChildProcess;
  readonly url: string;
  readonly refused: string;
  tell(order: 'restart' | 'crash' | 'leave'): Promise<void>;
  hears(words: string): Promise<void>;
}

let dataDirectory: string;

beforeAll(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'ballast-database-'));
  await leave(await startUser());
});
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));
beforeEach(() => expect(leftBehind()).toEqual([]));

/** A process that uses the database of the directory. */
async function startUser(...args: string[]): Promise<User> {
  const program = join(import.meta.dirname, '../test-programs/use-database.ts');
  const child = fork(program, [dataDirectory, ...args], { execArgv: [] });
  const until = async (isIt: (message: Said) => boolean): Promise<Said> => {
    for (;;) {
      const [message] = (await once(child, 'message')) as [Said];
      if (isIt(message)) return message;
    }
  };
  const { url = '', refused = '' } = await until(
    (message) => message.url !== undefined || message.refused !== undefined,
  );
  return {
    child,
    url,
    refused,
    async tell(order) {
      child.send(order);
      await until(({ done }) => done === order);
    },
    async hears(words) {
      await until(({ said }) => said?.includes(words) === true);
    },
  };
}

async function leave(user: User): Promise<void> {
  await user.tell('leave');
  user.child.disconnect();
  await once(user.child, 'exit');
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Of the server of the directory; empty where none has ever run. */
function serverIdentity(): string {
  const file = readFileSync(join(dataDirectory, 'postgres/data/postmaster.pid'), 'utf8');
  return findProcessIdentity(Number(file.split('\n')[0])) ?? '';
}

function keeperIdentity(): string {
  return readFileSync(join(dataDirectory, 'database.lock'), 'utf8').replace(/\.[^.]*$/, '');
}

/** What only exists while the database is used. */
function leftBehind(): string[] {
  const transient = ['database.sock', 'database.lock', 'postgres/data/postmaster.pid'];
  const names = [
    ...readdirSync(dataDirectory),
    ...readdirSync(join(dataDirectory, 'postgres/data')).map((name) => `postgres/data/${name}`),
  ];
  return names.filter((name) => transient.includes(name));
}

describe('the shared database', () => {
  it('stays while somebody uses it, and is down when the last one has left', async () => {
    const [first, second] = await Promise.all([startUser(), startUser()]);
    expect(first.url).toBe(second.url);
    const server = serverIdentity();
    await leave(first);
    expect(findLiving([server])).toEqual([server]);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await leave(second);
    expect(findLiving([server])).toEqual([]);
    expect(leftBehind()).toEqual([]);
  });

  it('ends by itself when the last one is killed', async () => {
    const user = await startUser();
    const identities = [serverIdentity(), keeperIdentity()];
    user.child.kill('SIGKILL');
    await expect.poll(() => findLiving(identities), WITHIN).toEqual([]);
    expect(leftBehind()).toEqual([]);
  });

  it('is not touched by signals to those who started it', async () => {
    const user = await startUser();
    const keeper = keeperIdentity();
    process.kill(Number(keeper.split('@')[0]), 'SIGTERM');
    process.kill(Number(keeper.split('@')[0]), 'SIGINT');
    expect(await query(user.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(findLiving([keeper])).toEqual([keeper]);
    await leave(user);
  });

  it('goes on without its keeper, and gets another one', async () => {
    const user = await startUser();
    const server = serverIdentity();
    const keeper = keeperIdentity();
    process.kill(Number(keeper.split('@')[0]), 'SIGKILL');
    await user.hears('the keeper of the database has gone');
    await expect.poll(keeperIdentity, WITHIN).not.toBe(keeper);
    const other = await startUser();
    expect(other.url).toBe(user.url);
    expect(serverIdentity()).toBe(server);
    await leave(other);
    await leave(user);
    expect(findLiving([server])).toEqual([]);
  });

  it('is started again when the server ends, at the same address', async () => {
    const user = await startUser();
    const server = serverIdentity();
    process.kill(Number(server.split('@')[0]), 'SIGKILL');
    await user.hears('the database has ended; starting it again');
    await expect
      .poll(() => query(user.url, 'select 1 as one').catch(String), WITHIN)
      .toEqual([{ one: 1 }]);
    expect(serverIdentity()).not.toBe(server);
    await leave(user);
  });

  it.each(['restart', 'crash'] as const)(
    'comes back after a %s, at the same address',
    async (how) => {
      const user = await startUser();
      const server = serverIdentity();
      await user.tell(how);
      expect(findLiving([server])).toEqual([]);
      expect(await query(user.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      await leave(user);
    },
  );

  it('is emptied when asked to be, by its only user', async () => {
    const before = await startUser();
    await query(before.url, 'create table kept (id int)');
    const refused = await startUser('fresh');
    expect(refused.refused).toContain('--fresh cannot empty the database');
    expect(refused.refused).toContain('another program uses it');
    await leave(before);
    const after = await startUser('fresh');
    expect(await query(after.url, "select to_regclass('kept') as name")).toEqual([{ name: null }]);
    await leave(after);
  });

  it('of another version is refused in one line that names both', async () => {
    const path = join(dataDirectory, 'postgres/data/PG_VERSION');
    const version = readFileSync(path, 'utf8');
    writeFileSync(path, '12\n');
    const { refused } = await startUser();
    writeFileSync(path, version);
    expect(refused).toMatch(/is a database of PostgreSQL 12, these programs are \d+: .*/);
    expect(refused).not.toContain('\n');
    await expect.poll(leftBehind, WITHIN).toEqual([]);
  });
});
