import { silentLogger } from '@ballast/logging';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { compileAhead } from './compile-ahead.ts';

let root: string;
let cache: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-compile-'));
  cache = join(root, 'cache');
  vi.stubEnv('NODE_COMPILE_CACHE', cache);
  for (const app of ['console', 'gateway', 'orders', 'inventory', 'notifications']) {
    mkdirSync(join(root, 'apps', app, 'src'), { recursive: true });
    writeMain(app, `export const app: string = '${app}';`);
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

function writeMain(app: string, text: string): void {
  writeFileSync(join(root, 'apps', app, 'src/main.ts'), text);
}

function compiledFiles(): string[] {
  return readdirSync(cache, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== cache)
    .map(({ name }) => name);
}

it('keeps the compiled code of the services without running them, once', async () => {
  const ran = join(root, 'ran');
  const run = `import { writeFileSync } from 'node:fs'; if (import.meta.main) writeFileSync(${JSON.stringify(ran)}, '');`;
  writeMain('orders', run);
  await compileAhead(root, silentLogger);
  const files = compiledFiles();
  expect(files.length).toBeGreaterThanOrEqual(5);
  expect(existsSync(ran)).toBe(false);

  writeMain('orders', `${run} // changed`);
  await compileAhead(root, silentLogger);
  expect(compiledFiles()).toEqual(files);
});

it('tries again next time where a service cannot be compiled', async () => {
  writeMain('orders', 'const = 1;');
  await compileAhead(root, silentLogger);
  writeMain('orders', 'export {};');
  await compileAhead(root, silentLogger);
  expect(readdirSync(cache)).toContain('services-are-compiled');
});
