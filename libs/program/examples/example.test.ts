import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { spawnProgram } from '@ballast/testing';
import { expect, test } from 'vitest';

const path = new URL('hello.ts', import.meta.url).pathname;

test('the example answers, and drains on SIGTERM', async () => {
  await using program = spawnProgram(path, { PORT: '0' }, true);
  const [{ address }] = (await once(program.child, 'message')) as [{ address: string }];
  const response = await fetch(`http://${address}/`, { headers: { connection: 'close' } });
  expect(await response.text()).toBe('hello\n');
  program.child.kill('SIGTERM');
  expect(await program.end).toEqual({ code: 0, lines: [], stderr: '' });
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(readFileSync(path, 'utf8').trim());
});
