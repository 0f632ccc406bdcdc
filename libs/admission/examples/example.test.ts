import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const file = join(import.meta.dirname, 'guarded-server.ts');

test('the example serves the critical calls of an overload', () => {
  const output = execFileSync(process.execPath, [file], { encoding: 'utf8' });
  const [, critical, others] = /^critical: (\d+) % served; others: (\d+) %\n$/.exec(output) ?? [];
  expect(Number(critical)).toBeGreaterThan(Number(others));
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain('`examples/guarded-server.ts` runs it');
});
