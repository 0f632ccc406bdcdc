import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const path = new URL('three-tiers.ts', import.meta.url).pathname;
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the example runs, says what the README says, and ends by itself', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
  expect(`${stderr}${status}`).toBe('0');
  expect(stdout.split('\n')).toHaveLength(3);
  expect(readme).toContain(stdout);
});

test('the README shows the example as it is', () => {
  expect(readme).toContain(readFileSync(path, 'utf8').trim());
});
