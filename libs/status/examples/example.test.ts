import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const example = new URL('round-trip.ts', import.meta.url);

it('prints what the README says', () => {
  const output = execFileSync(process.execPath, [fileURLToPath(example)], { encoding: 'utf8' });
  expect(output).toBe('FAILED_PRECONDITION INSUFFICIENT_STOCK 1\nHTTP 409\n');
});

it('stands in the README as it is', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(readFileSync(example, 'utf8').trim());
});
