import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { spawnProgram } from '@ballast/testing';
import { describe, expect, test } from 'vitest';
import { isListeningMessage } from './index.ts';

const path = new URL('../test/obedient-program.ts', import.meta.url).pathname;

describe('start', () => {
  test('tells its supervisor where it listens', async () => {
    await using program = spawnProgram(path, {}, true);
    const [message] = (await once(program.child, 'message')) as [unknown];
    expect(message).toEqual({ type: 'ballast.listening', address: '127.0.0.1:7' });
    expect(isListeningMessage(message)).toBe(true);
  });

  test('an unusable environment is one line per variable and exit code 78', async () => {
    await using program = spawnProgram(path, { PORT: 'http', OTHER_PORT: '-1' });
    expect(await program.end).toEqual({
      code: 78,
      lines: [],
      stderr:
        'PORT must be a whole number within 0 to 65535, got "http"\n' +
        'OTHER_PORT must be a whole number within 0 to 65535, got "-1"\n',
    });
  });

  test('a taken port is one line that names it and exit code 1', async () => {
    await using holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    await using program = spawnProgram(path, { PORT: String(port) });
    expect(await program.end).toMatchObject({
      code: 1,
      stderr: `cannot start: port ${port} on 127.0.0.1 is taken by another program\n`,
    });
  });

  test('any other error is one line and exit code 1', async () => {
    await using program = spawnProgram(path, { SLOW_START: 'on' });
    await program.said('starting');
    program.order('not started');
    expect(await program.end).toMatchObject({
      code: 1,
      stderr: 'cannot start: started was forbidden\n',
    });
  });
});

describe('leaving', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s drains and exits 0', async (signal) => {
    await using program = spawnProgram(path);
    await program.said('serving');
    program.child.kill(signal);
    await program.said('draining');
    program.order('drained');
    expect(await program.end).toEqual({
      code: 0,
      lines: ['starting', 'serving', signal, 'aborted', 'draining', 'drained'],
      stderr: '',
    });
  });

  test('a second signal forces and exits 1', async () => {
    await using program = spawnProgram(path);
    await program.said('serving');
    program.child.kill('SIGTERM');
    await program.said('draining');
    program.child.kill('SIGTERM');
    expect(await program.end).toEqual({
      code: 1,
      lines: ['starting', 'serving', 'SIGTERM', 'aborted', 'draining', 'SIGTERM', 'forced'],
      stderr: '',
    });
  });

  test('Ctrl-C that arrives as SIGINT and then SIGTERM drains', async () => {
    await using program = spawnProgram(path);
    await program.said('serving');
    program.child.kill('SIGINT');
    await program.said('draining');
    program.child.kill('SIGTERM');
    await program.said('SIGTERM');
    program.order('drained');
    expect(await program.end).toMatchObject({
      code: 0,
      lines: ['starting', 'serving', 'SIGINT', 'aborted', 'draining', 'SIGTERM', 'drained'],
    });
  });

  test('Ctrl-C pressed again forces', async () => {
    await using program = spawnProgram(path);
    await program.said('serving');
    program.child.kill('SIGINT');
    await program.said('draining');
    program.child.kill('SIGINT');
    expect(await program.end).toMatchObject({ code: 1 });
  });

  test('a drain that fails is one line, force, and exit code 1', async () => {
    await using program = spawnProgram(path);
    await program.said('serving');
    program.child.kill('SIGTERM');
    await program.said('draining');
    program.order('not drained');
    expect(await program.end).toEqual({
      code: 1,
      lines: ['starting', 'serving', 'SIGTERM', 'aborted', 'draining', 'forced'],
      stderr: 'cannot drain: Error: drained was forbidden\n',
    });
  });

  test('the end of the IPC channel drains and exits 0', async () => {
    await using program = spawnProgram(path, {}, true);
    await program.said('serving');
    program.child.disconnect();
    await program.said('draining');
    program.order('drained');
    expect((await program.end).code).toBe(0);
  });

  test('a supervisor that is killed outright leaves no orphan', async () => {
    const supervisor = new URL('../test/supervisor.ts', import.meta.url).pathname;
    await using program = spawnProgram(supervisor, { PROGRAM: path });
    await program.said('serving');
    program.child.kill('SIGKILL');
    // The grandchild writes to the same pipes: their end is its end.
    expect((await program.end).lines).toContain('drained');
  });

  test('a channel that ended before the program was loaded is noticed', async () => {
    await using program = spawnProgram(path, { LATE: 'on' }, true);
    program.child.disconnect();
    await program.said('draining');
    program.order('drained');
    expect((await program.end).code).toBe(0);
  });
});

describe('leaving before the start has finished', () => {
  test('the start is told, and what it started is drained', async () => {
    await using program = spawnProgram(path, { SLOW_START: 'on' });
    await program.said('starting');
    program.child.kill('SIGTERM');
    await program.said('aborted');
    program.order('started');
    await program.said('draining');
    program.order('drained');
    expect((await program.end).code).toBe(0);
  });

  test('a start that gives up then exits 0 without a word', async () => {
    await using program = spawnProgram(path, { SLOW_START: 'on' });
    await program.said('starting');
    program.child.kill('SIGTERM');
    await program.said('aborted');
    program.order('not started');
    expect(await program.end).toMatchObject({ code: 0, stderr: '' });
  });

  test('a second signal ends it at once', async () => {
    await using program = spawnProgram(path, { SLOW_START: 'on' });
    await program.said('starting');
    program.child.kill('SIGINT');
    await program.said('aborted');
    program.child.kill('SIGINT');
    expect((await program.end).code).toBe(1);
  });
});
