import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const example = join(import.meta.dirname, 'slow-server.ts');

test('the example fails about half of its calls, and none afterwards', () => {
  const { stdout, stderr } = spawnSync(process.execPath, [example], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^failed: [2-7]\d of 100\nafterwards: hello\n$/);
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain(readFileSync(example, 'utf8'));
});
