import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lock, tryLock } from './lock-file.mjs';

let directory: string;
let lockPath: string;
let counterPath: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-lock-'));
  lockPath = join(directory, 'lock');
  counterPath = join(directory, 'counter');
  writeFileSync(counterPath, '0');
});
afterEach(() => rmSync(directory, { recursive: true }));

function run(program: string, ...args: string[]): ChildProcess {
  return fork(join(import.meta.dirname, '../test-programs', program), args, { execArgv: [] });
}

async function killHolder(): Promise<void> {
  const holder = run('keep-lock.ts', lockPath);
  await once(holder, 'message');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
}

describe('a lock file', () => {
  it('is held by one owner and says by whom', () => {
    const first = tryLock(lockPath);
    expect(first.kind).toBe('taken');
    expect(tryLock(lockPath)).toEqual({ kind: 'held', pid: process.pid });
  });

  it('leaves nothing behind when it is released, even twice', async () => {
    const taken = await lock(lockPath);
    taken.release();
    taken.release();
    expect(readdirSync(directory)).toEqual(['counter']);
  });

  it('is not released for whoever took it afterwards', async () => {
    const first = await lock(lockPath);
    first.release();
    const second = await lock(lockPath);
    first.release();
    expect(tryLock(lockPath).kind).toBe('held');
    second.release();
  });

  it('is taken over from an owner that was killed', async () => {
    await killHolder();
    expect(readdirSync(directory)).toContain('lock');
    const taken = tryLock(lockPath);
    expect(taken.kind).toBe('taken');
    expect(readFileSync(lockPath, 'utf8')).toContain(`${process.pid}@`);
  });

  it('is taken over although the one who was taking it over was killed as well', async () => {
    await killHolder();
    const dead = readFileSync(lockPath, 'utf8');
    const removal = `${lockPath}.${dead}`;
    const remover = run('keep-lock.ts', removal);
    await once(remover, 'message');
    expect(tryLock(lockPath)).toEqual({ kind: 'held', pid: remover.pid });
    remover.kill('SIGKILL');
    await once(remover, 'exit');
    expect(tryLock(lockPath).kind).toBe('taken');
    expect(readdirSync(directory).sort()).toEqual(['counter', 'lock']);
  });

  it('waits for a live owner and tells whom it waits for, once', async () => {
    const first = await lock(lockPath);
    const waitedFor: number[] = [];
    const second = lock(lockPath, {
      onWait: (pid) => {
        waitedFor.push(pid);
        setTimeout(first.release, 20);
      },
    });
    (await second).release();
    expect(waitedFor).toEqual([process.pid]);
  });

  it('gives up waiting when its signal is aborted', async () => {
    const first = await lock(lockPath);
    const reason = new Error('enough');
    await expect(lock(lockPath, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    first.release();
  });

  it('lets one at a time in, also when owners are killed while they hold it', async () => {
    const turns = 150;
    const workers = [1, 2, 3].map(() => run('hold-lock.ts', lockPath, counterPath, `${turns}`));
    const victims = [1, 2, 3].map(() => run('keep-lock.ts', lockPath));
    for (const victim of victims) {
      victim.once('message', () => victim.kill('SIGKILL'));
    }
    const ends = await Promise.all([...workers, ...victims].map((child) => once(child, 'exit')));
    expect(ends.map(([code]) => code as number | null)).toEqual([0, 0, 0, null, null, null]);
    expect(readFileSync(counterPath, 'utf8')).toBe(`${3 * turns}`);
    expect(readdirSync(directory)).toEqual(['counter']);
  });
});
