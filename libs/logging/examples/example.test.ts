import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const path = new URL('log-lines.ts', import.meta.url).pathname;

test('the example writes one JSON line for each call at or above its level', () => {
  const { stdout, status } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines).toMatchObject([
    { level: 'info', service: 'orders', orderId: 'o-1', totalCents: 1290, message: 'order placed' },
    { level: 'error', error: { message: 'no route to host' }, message: 'inventory is away' },
  ]);
  expect(status).toBe(0);
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(readFileSync(path, 'utf8').trim());
});
