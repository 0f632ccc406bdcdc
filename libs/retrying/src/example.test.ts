import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the example: 300 calls that all fail are at most 330 attempts', () => {
  const file = join(import.meta.dirname, '../examples/broken-dependency.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const [, calls, attempts] = /^(\d+) calls, (\d+) attempts\n$/.exec(stdout) ?? [];
  expect(calls).toBe('300');
  expect(Number(attempts)).toBeGreaterThan(300);
  expect(Number(attempts)).toBeLessThanOrEqual(330);
});
