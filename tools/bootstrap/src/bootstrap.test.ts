import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findStaleness } from './find-staleness.mjs';

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

let root: string;
const children: ChildProcess[] = [];

/** A repository of one workspace package, which npm installs without a registry. */
function createProject(dependencies: object = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'ballast-bootstrap-'));
  const write = (name: string, content: unknown): void =>
    writeFileSync(join(directory, name), JSON.stringify(content));
  mkdirSync(join(directory, 'libs/one'), { recursive: true });
  write('package.json', { name: 'sample', workspaces: ['libs/*'], dependencies });
  write('libs/one/package.json', { name: '@sample/one', version: '1.0.0' });
  const external = Object.fromEntries(
    Object.keys(dependencies).map((name) => [`node_modules/${name}`, { version: '1.0.0' }]),
  );
  write('package-lock.json', {
    name: 'sample',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'sample', workspaces: ['libs/*'], dependencies },
      'libs/one': { name: '@sample/one', version: '1.0.0' },
      'node_modules/@sample/one': { resolved: 'libs/one', link: true },
      ...external,
    },
  });
  writeFileSync(
    join(directory, '.npmrc'),
    'registry=http://127.0.0.1:1\nfetch-retries=0\ncache=${PWD}/.npm-cache\nupdate-notifier=false\n',
  );
  for (const name of ['run.mjs', 'leave-with-parent.mjs', 'src', 'test-programs']) {
    cpSync(join(import.meta.dirname, '..', name), join(directory, 'tools/bootstrap', name), {
      recursive: true,
    });
  }
  return directory;
}

function start(directory: string, ...args: string[]): ChildProcess {
  const child = spawn(
    process.execPath,
    [
      join(directory, 'tools/bootstrap/run.mjs'),
      'tools/bootstrap/test-programs/tell-tale.ts',
      ...args,
    ],
    { cwd: tmpdir(), env: { ...process.env, PWD: directory } },
  );
  children.push(child);
  return child;
}

async function end(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return { code, signal, stdout, stderr };
}

const run = (directory: string, ...args: string[]): Promise<Ended> =>
  end(start(directory, ...args));

beforeAll(async () => {
  root = createProject();
  await run(root);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true });
});

describe('the bootstrap', () => {
  it('installs once, however many start at the same time', async () => {
    const fresh = createProject();
    const ends = await Promise.all([run(fresh, 'a'), run(fresh, 'b'), run(fresh, 'c')]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(ends.map(({ stdout }) => stdout).sort()).toEqual([
      '{"wish":"a","rest":[]}\n',
      '{"wish":"b","rest":[]}\n',
      '{"wish":"c","rest":[]}\n',
    ]);
    expect(ends.filter(({ stderr }) => stderr.includes('installing the packages'))).toHaveLength(1);
    expect(readdirSync(join(fresh, '.ballast'))).toEqual([]);
    rmSync(fresh, { recursive: true });
  });

  it('says nothing and installs nothing when all is there', async () => {
    expect(await run(root, 'quiet')).toEqual({
      code: 0,
      signal: null,
      stdout: '{"wish":"quiet","rest":[]}\n',
      stderr: '',
    });
  });

  it('says in one line that the registry cannot be reached', async () => {
    const fresh = createProject({ absent: '1.0.0' });
    const { code, stdout, stderr } = await run(fresh);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^ballast: npm ci failed: the package registry cannot be reached/),
      '',
    ]);
    expect(readdirSync(join(fresh, '.ballast'))).toEqual([]);
    rmSync(fresh, { recursive: true });
  });

  it('hands on the arguments after a leading --, and those without it', async () => {
    expect((await run(root, '--', '--port', '9000')).stdout).toBe(
      '{"wish":"--port","rest":["9000"]}\n',
    );
    expect((await run(root, '--port', '--')).stdout).toBe('{"wish":"--port","rest":["--"]}\n');
  });

  it('ends with the exit status of the program', async () => {
    expect((await run(root, 'exit', '3')).code).toBe(3);
    expect((await run(root, 'die')).signal).toBe('SIGKILL');
  });

  it('hands on a signal once, though it arrives twice at once', async () => {
    const child = start(root, 'stay');
    child.stdout!.on('data', (line) => {
      child.kill('SIGINT');
      if (String(line).includes('SIGINT')) child.kill('SIGTERM');
    });
    expect(await end(child)).toMatchObject({
      code: 7,
      stdout: '{"wish":"stay","rest":[]}\nSIGINT\nSIGTERM\n',
    });
  });

  it('takes the program with it when it is killed outright', async () => {
    const child = start(root, 'stay');
    child.stdout!.once('data', () => child.kill('SIGKILL'));
    // The program has the same standard output: it ends when the last of the two is gone.
    expect((await end(child)).stdout).toBe('{"wish":"stay","rest":[]}\nSIGTERM\n');
  });

  it('tells the program to leave when a signal has ended npm and the shell between them', async () => {
    const command = `"${process.execPath}" "${root}/tools/bootstrap/run.mjs" tools/bootstrap/test-programs/tell-tale.ts stay; true`;
    const shell = spawn('/bin/sh', ['-c', command], {
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    shell.stdout.once('data', () => shell.kill('SIGTERM'));
    const { signal, stdout } = await end(shell);
    expect(signal).toBe('SIGTERM');
    expect(stdout).toBe('{"wish":"stay","rest":[]}\nSIGTERM\n');
  });

  it.each([
    [[], 'usage: '],
    [['tools/none.ts'], 'no such program: '],
  ])('refuses %j with a line and exit code 64', async (args, line) => {
    const child = spawn(process.execPath, [join(root, 'tools/bootstrap/run.mjs'), ...args]);
    const { code, stderr } = await end(child);
    expect(code).toBe(64);
    expect(stderr).toMatch(new RegExp(`^ballast: ${line}.*\n$`));
  });

  it('tells an old Node what is wrong', async () => {
    const pretend = `Object.defineProperty(process,'versions',{value:{node:'18.19.1'}})`;
    const child = spawn(process.execPath, [
      `--import=data:text/javascript,${pretend}`,
      join(root, 'tools/bootstrap/run.mjs'),
      'x',
    ]);
    const { code, stderr } = await end(child);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ballast needs Node 20 or newer .* this is Node 18\.19\.1 .*\n$/);
  });
});

describe('what is installed', () => {
  const write = (name: string, packages: object): void =>
    writeFileSync(join(root, name), JSON.stringify({ packages }));
  const lockedEntries = {
    '': { optionalDependencies: { here: '1.0.0', elsewhere: '1.0.0' } },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' },
    'node_modules/extra': { version: '1.0.0', optional: true },
    'node_modules/here': { version: '1.0.0', optional: true, os: [process.platform] },
    'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['plan9'] },
  };
  const installedEntries = {
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' },
    'node_modules/here': { version: '1.0.0', optional: true },
  };
  const staleness = (installed: object): string | undefined => {
    write('package-lock.json', lockedEntries);
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    write('node_modules/.package-lock.json', installed);
    return findStaleness(root);
  };

  it('is current without optional packages that do not fit or are nobody’s wish', () => {
    expect(staleness(installedEntries)).toBeUndefined();
  });

  it('is stale without the optional package that the root wants for this platform', () => {
    const { 'node_modules/here': _, ...without } = installedEntries;
    expect(staleness(without)).toBe('node_modules/here is missing');
  });

  it('is stale when a version differs', () => {
    const other = { version: '0.9.0', integrity: 'sha512-x' };
    expect(staleness({ ...installedEntries, 'node_modules/a': other })).toBe(
      'node_modules/a is 0.9.0, the lock file says 1.0.0',
    );
  });
});
