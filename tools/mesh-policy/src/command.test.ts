import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const run = (...args: string[]) =>
  new Promise<{ code: number; out: string; error: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, 'main.ts'), ...args],
      (failure, out, error) => resolve({ code: Number(failure?.code ?? 0), out, error }),
    );
  });

test('the check ends well where everything is fresh', async () => {
  const { code, out } = await run('--check');
  expect(out).toMatch(/files are what the policies make them/);
  expect(code).toBe(0);
});

test('it ends with 1 where something is missing, and names the command', async () => {
  const { code, error } = await run('--check', '--to=dist/no-such-folder');
  expect(error).toContain(
    'dist/no-such-folder/hosts/orders.yaml: is missing (npx nx run k8s:mesh-policy',
  );
  expect(code).toBe(1);
});

test('a wrong option is named, and ends with 64', async () => {
  const { code, error } = await run('--write');
  expect(error).toContain("Unknown option '--write'");
  expect(code).toBe(64);
});

test('its help has every option', async () => {
  const { out } = await run('--help');
  expect(out.match(/^ +--\w+/gm)).toEqual(['  --check', '  --policies', '  --to']);
});
