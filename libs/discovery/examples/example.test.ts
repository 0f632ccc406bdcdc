import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const path = new URL('endpoints-file.ts', import.meta.url).pathname;

test('the example connects, and ends by itself', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
  expect({ stdout, stderr, status }).toEqual({ stdout: 'connected\n', stderr: '', status: 0 });
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(readFileSync(path, 'utf8').trim());
});
