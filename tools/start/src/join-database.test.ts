import { findProcessIdentity } from '@ballast/tool-bootstrap/process-identity';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

beforeAll(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'ballast-database-'));
  const data = join(dataDirectory, 'postgres/data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'PG_VERSION'), '12\n');
  writeFileSync(join(data, 'left-by-version-12'), '');
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

function pidOf(identity: string): number {
  return Number(identity.split('@')[0]);
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
  it('of another version is refused in one line that names both', async () => {
    const { refused } = await startUser();
    expect(refused).toMatch(/is a database of PostgreSQL 12, these programs are \d+: .*/);
    expect(refused).not.toContain('\n');
    await expect.poll(leftBehind, WITHIN).toEqual([]);
  });

  it('is emptied when asked to be, by its only user', async () => {
    const user = await startUser('fresh');
    expect(await query(user.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDirectory, 'postgres/data/left-by-version-12'))).toBe(false);
    const { refused } = await startUser('fresh');
    expect(refused).toContain('--fresh cannot empty the database');
    expect(refused).toContain('another program uses it');
    await leave(user);
  });

  it('stays while somebody uses it, and is down when the last one has left', async () => {
    const [first, second] = await Promise.all([startUser(), startUser()]);
    expect(first.url).toBe(second.url);
    const server = serverIdentity();
    await leave(first);
    expect(findLiving([server])).toEqual([server]);
    // Meant for those who started it, who would leave; the keeper follows.
    process.kill(pidOf(keeperIdentity()), 'SIGTERM');
    process.kill(pidOf(keeperIdentity()), 'SIGINT');
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await leave(second);
    expect(findLiving([server])).toEqual([]);
    expect(leftBehind()).toEqual([]);
  });

  it('comes back after it was restarted, crashed or killed, at the same address', async () => {
    const user = await startUser();
    const servers = [serverIdentity()];
    for (const how of ['restart', 'crash'] as const) {
      await user.tell(how);
      expect(await query(user.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      servers.push(serverIdentity());
    }
    process.kill(pidOf(serverIdentity()), 'SIGKILL');
    await user.hears('the database has ended; starting it again');
    await expect
      .poll(() => query(user.url, 'select 1 as one').catch(String), WITHIN)
      .toEqual([{ one: 1 }]);
    expect(findLiving(servers)).toEqual([]);
    expect(new Set([...servers, serverIdentity()]).size).toBe(4);
    await leave(user);
  });

  it('goes on without its keeper, and gets another one', async () => {
    const user = await startUser();
    const server = serverIdentity();
    const keeper = keeperIdentity();
    process.kill(pidOf(keeper), 'SIGKILL');
    await user.hears('the keeper of the database has gone');
    await expect.poll(keeperIdentity, WITHIN).not.toBe(keeper);
    const other = await startUser();
    expect(other.url).toBe(user.url);
    expect(serverIdentity()).toBe(server);
    await leave(other);
    // The last one does not leave, but is killed.
    const identities = [server, keeperIdentity()];
    user.child.kill('SIGKILL');
    await expect.poll(() => findLiving(identities), WITHIN).toEqual([]);
    expect(leftBehind()).toEqual([]);
  });
});
