import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const path = new URL('own-part.ts', import.meta.url).pathname;

test('the example prints what its comments say', () => {
  const { stdout } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
  expect(stdout).toBe('3\n4\n0\n');
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(readFileSync(path, 'utf8').trim());
});
