import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const path = fileURLToPath(new URL('ship-orders.ts', import.meta.url));

test('the example ships its order and leaves', async () => {
  const root = await mkdtemp(join(tmpdir(), 'ballast-example-'));
  // For the server's account: mkdtemp lets nobody else in.
  await chmod(root, 0o755);
  const { stdout } = await promisify(execFile)(process.execPath, [path, join(root, 'postgres')]);
  expect(stdout).toBe('creating the database\nstarting PostgreSQL 18\nPLACED\nSHIPPED\n');
  await rm(root, { recursive: true });
});

test('the README shows the example as it is', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain((await readFile(path, 'utf8')).trim());
});
