import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const file = join(import.meta.dirname, '../examples/breaking.ts');

test('the example breaks, falls back and closes again', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  expect(`${stderr}${status}`).toBe('0');
  expect(stdout.split('\n')).toEqual([
    'in stock: 12',
    'breaker for /example.Stock/Count is open: 19 of 20 calls failed',
    'in stock: 12, or so (refused)',
    'calls at the server: 20',
    'breaker for /example.Stock/Count is half-open: 19 of 20 calls failed',
    'in stock: 12',
    'breaker for /example.Stock/Count is closed',
    'in stock: 12',
    'in stock: 12',
    '',
  ]);
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain(readFileSync(file, 'utf8').trim());
});
