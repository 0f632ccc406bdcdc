import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the example: 1000 calls that all fail are at most 1100 attempts', () => {
  const file = join(import.meta.dirname, '../examples/broken-dependency.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const [, calls, attempts] = /^(\d+) calls, (\d+) attempts\n$/.exec(stdout) ?? [];
  expect(calls).toBe('1000');
  expect(Number(attempts)).toBeGreaterThan(1000);
  expect(Number(attempts)).toBeLessThanOrEqual(1100);
});
