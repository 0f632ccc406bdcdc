import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const path = new URL('read-environment.ts', import.meta.url).pathname;

function run(environment: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, [path], {
    env: { PATH: process.env['PATH'], ...environment },
    encoding: 'utf8',
  });
}

test('the example prints what it read', () => {
  const { status, stdout } = run({ BALLAST_DATABASE_URL: 'postgres://localhost/shop', PORT: '0' });
  expect(stdout).toContain('port 0, log level info, grace 10000 ms');
  expect(status).toBe(0);
});

test('the error in the README is what the example says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const { stderr } = run({ PORT: 'http', DRAIN_GRACE: '30' });
  const message = /^PORT must be[^]*?"30"$/m.exec(stderr)?.[0];
  expect(readme).toContain(message);
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(readFileSync(path, 'utf8').trim());
});
