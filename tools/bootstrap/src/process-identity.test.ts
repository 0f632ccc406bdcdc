import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { findProcessIdentity, isProcessAlive } from './process-identity.mjs';

it('names a live process the same way each time', () => {
  const identity = findProcessIdentity(process.pid);
  expect(identity).toMatch(new RegExp(`^${process.pid}@.+`));
  expect(findProcessIdentity(process.pid)).toBe(identity);
  expect(isProcessAlive(identity ?? '')).toBe(true);
});

it('tells a process from a former one that had its pid', () => {
  expect(isProcessAlive(`${process.pid}@1`)).toBe(false);
});

it('knows that a killed process is gone', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const identity = findProcessIdentity(child.pid ?? 0) ?? '';
  expect(isProcessAlive(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isProcessAlive(identity)).toBe(false);
});

it.runIf(process.platform === 'linux')('counts a zombie as gone', async () => {
  // A shell that never collects its child.
  const shell = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60']);
  const [line] = (await once(shell.stdout, 'data')) as [Buffer];
  const pid = Number(String(line));
  await expect.poll(() => findProcessIdentity(pid), { timeout: 10_000 }).toBeUndefined();
  expect(() => process.kill(pid, 0)).not.toThrow();
  shell.kill('SIGKILL');
});

it.each(['', 'x', '0@1', '-1@1'])('takes %j for nobody', (identity) => {
  expect(isProcessAlive(identity)).toBe(false);
});
