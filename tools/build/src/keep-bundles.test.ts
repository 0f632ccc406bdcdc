import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepBundles, type KeptBundles, type ProgramFiles } from './keep-bundles.ts';

let root: string;
let bundles: KeptBundles;

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

/** What a program prints, with its own files alone around it. */
async function run(name: string, files: ProgramFiles | undefined): Promise<string> {
  const folder = join(root, 'run', name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [path, { contents }] of files ?? []) await writeFile(join(folder, path), contents);
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'main.js')]);
  return stdout.trim();
}

const program = (name: string) =>
  `import { word } from '../../libs/word.ts'; if (import.meta.main) console.log('${name} ' + word);`;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ballast-kept-'));
  await write('libs/word.ts', `export const word: string = 'one';`);
  await write('apps/a/main.ts', program('a'));
  await write('apps/b/main.ts', program('b'));
  bundles = await keepBundles({
    root,
    entries: new Map([
      ['a', 'apps/a/main.ts'],
      ['b', 'apps/b/main.ts'],
    ]),
    outdir: join(root, 'dist'),
  });
});
afterAll(async () => {
  await bundles[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

test('every program is whole, and runs as main.js', async () => {
  const programs = await bundles.rebuild();
  expect(await run('a', programs.get('a'))).toBe('a one');
  expect(await run('b', programs.get('b'))).toBe('b one');
});

test('a change of what they share is in all of them', async () => {
  await write('libs/word.ts', `export const word: string = 'two';`);
  const programs = await bundles.rebuild();
  expect(await run('a', programs.get('a'))).toBe('a two');
  expect(await run('b', programs.get('b'))).toBe('b two');
});

test('a change of one leaves the files of the others as they are', async () => {
  const before = await bundles.rebuild();
  await write('apps/a/main.ts', program('another a'));
  const after = await bundles.rebuild();
  expect(await run('a', after.get('a'))).toBe('another a two');
  expect([...after.get('b')!].map(([name, { hash }]) => [name, hash])).toEqual(
    [...before.get('b')!].map(([name, { hash }]) => [name, hash]),
  );
});

test('a mistake is told with its place, and mended by the next change', async () => {
  await write('apps/a/main.ts', 'const = 1;');
  await expect(bundles.rebuild()).rejects.toThrow(/apps\/a\/main\.ts:1:6/);
  await write('apps/a/main.ts', program('a'));
  expect(await run('a', (await bundles.rebuild()).get('a'))).toBe('a two');
});
