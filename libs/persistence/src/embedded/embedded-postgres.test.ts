import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { launch, type Said } from '../../test/launch.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './index.ts';
import { isAlive } from './process-identity.ts';

let root: string;
/** Used by one test after the other: to create a database takes a second. */
let directory: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ballast-embedded-'));
  // For the server's account: mkdtemp lets nobody else in.
  await chmod(root, 0o755);
  directory = join(root, 'postgres');
  const steps: string[] = [];
  const server = await start({ onProgress: (step: string) => steps.push(step) });
  expect(steps).toEqual(['creating the database', 'starting PostgreSQL 18']);
  await query(server.url, 'create table kept (value text)');
  await query(server.url, `insert into kept values ('yes')`);
  await server.stop();
});
afterAll(() => rm(root, { recursive: true }));

const start = (options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) =>
  startEmbeddedPostgres({ directory, durable: false, ...options });

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
const running = (said: Said) => {
  if ('error' in said) throw new Error(said.error);
  return said;
};
const postmasterFile = () => join(directory, 'data', 'postmaster.pid');

describe('a server', () => {
  it('keeps its data and its port from run to run', async () => {
    const first = await start();
    await first.stop();
    await using second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select value from kept')).toEqual([{ value: 'yes' }]);
  });

  it('listens on loopback, on no Unix socket, and lets nobody in without the password', async () => {
    await using server = await start();
    const settings = await query(
      server.url,
      `select name, setting from pg_settings
       where name in ('listen_addresses', 'unix_socket_directories') order by 1`,
    );
    expect(settings).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    const url = new URL(server.url);
    url.password = 'guessed';
    await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('can be found and joined by another process while it runs', async () => {
    const server = await start();
    expect(await findEmbeddedPostgres(directory)).toEqual({ url: server.url, pid: server.pid });
    await server.stop();
    expect(await findEmbeddedPostgres(directory)).toBeUndefined();
    expect(await findEmbeddedPostgres(join(root, 'nowhere'))).toBeUndefined();
  });

  it.each([{ crash: false }, { crash: true }])('comes back on its port: $crash', async (how) => {
    await using server = await start();
    const before = server.pid;
    await server.restart(how);
    expect(server.pid).not.toBe(before);
    expect(await query(server.url, 'select value from kept')).toEqual([{ value: 'yes' }]);
  });

  it('takes the port it is told to', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await using server = await start({ port });
    expect(new URL(server.url).port).toBe(String(port));
  });
});

describe('a launcher', () => {
  it('that is killed leaves a server, which the next one takes over and stops', async () => {
    const killed = await launch(directory);
    const left = running(killed.said);
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    expect(isAlive(left.pid)).toBe(true);
    const server = await start();
    expect({ url: server.url, pid: server.pid, adopted: server.adopted }).toEqual({
      ...left,
      adopted: true,
    });
    expect(await query(server.url, 'select value from kept')).toEqual([{ value: 'yes' }]);
    await server.stop();
    expect(isAlive(left.pid)).toBe(false);
  });

  it('that is told to end leaves no process, no lock and no port', async () => {
    const told = await launch(directory);
    const { pid, url } = running(told.said);
    told.child.kill('SIGTERM');
    expect(await once(told.child, 'exit')).toEqual([0, null]);
    expect(isAlive(pid)).toBe(false);
    expect(await readdir(directory)).toEqual(['data', 'postgres.log']);
    await expect(query(url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('that forgets its server takes it along', async () => {
    const forgetful = await launch(directory);
    const { pid } = running(forgetful.said);
    forgetful.child.stdin?.write('leave\n');
    expect(await once(forgetful.child, 'exit')).toEqual([3, null]);
    await eventually(() => isAlive(pid)).toBe(false);
  });

  it('is refused while another one lives, also one of two that start at once', async () => {
    const outcomes = await Promise.all([launch(directory), launch(directory)]);
    const [lost, won] = outcomes.toSorted((a) => ('error' in a.said ? -1 : 1));
    expect(lost?.said).toEqual({
      error:
        `the database directory ${directory} is in use by the running process ${won?.child.pid}: ` +
        'stop that one first, or choose another directory',
    });
    won?.child.kill('SIGTERM');
    await once(won!.child, 'exit');
  });

  it('starts where a dead launcher of the same number has left its lock', async () => {
    const stale = { pid: process.pid, startTime: 'another' };
    await writeFile(join(directory, 'launcher.lock'), JSON.stringify(stale));
    await using server = await start();
    expect(server.adopted).toBe(false);
  });

  it.each([
    ['of a dead process', async () => '4194304'],
    ['of a process that is no server', async () => String(process.pid)],
    ['that is empty', async () => ''],
  ])('starts where there is a postmaster.pid %s', async (_, pid) => {
    const lines = [await pid(), directory, '0', '5432', '', '127.0.0.1', '0', 'ready'];
    await writeFile(postmasterFile(), lines.join('\n'));
    await using server = await start();
    expect(server.adopted).toBe(false);
    expect(await readFile(postmasterFile(), 'utf8')).toMatch(`${server.pid}\n`);
  });
});

describe('what is wrong is said in one line:', () => {
  it('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toThrow(
      `port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another`,
    );
    other.close();
  });

  it('a database of another version', async () => {
    const old = join(root, 'old');
    await mkdir(join(old, 'data'), { recursive: true });
    await writeFile(join(old, 'data', 'PG_VERSION'), '15\n');
    await expect(start({ directory: old })).rejects.toThrow(
      `${join(old, 'data')} is a database of PostgreSQL 15, these programs are 18: ` +
        'choose another directory, or start from an empty one',
    );
  });

  it('a data directory that PostgreSQL made without us', async () => {
    const foreign = join(root, 'foreign');
    await mkdir(foreign);
    await writeFile(join(foreign, 'PG_VERSION'), '15\n');
    await expect(start({ directory: foreign })).rejects.toThrow('is a database of PostgreSQL 15');
  });

  it('a file where the directory should be', async () => {
    await writeFile(join(root, 'file'), '');
    const directoryInFile = join(root, 'file', 'postgres');
    await expect(start({ directory: directoryInFile })).rejects.toThrow(
      `the database directory ${directoryInFile} cannot be written: a file is in the way`,
    );
  });

  it('options out of range', async () => {
    await expect(start({ port: 70_000 })).rejects.toThrow(
      'embedded.port must be an integer within 0..65535, got 70000',
    );
    await expect(start({ directory: '' })).rejects.toThrow('embedded.directory');
  });
});
