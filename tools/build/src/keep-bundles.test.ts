import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe('packages', () => {
  beforeAll(async () => {
    await write('package.json', '{"type":"module"}');
    await write('node_modules/old/package.json', '{"name":"old","main":"index.js"}');
    // Names that nobody can read out of the code, as only what runs can tell.
    const common = `const all = { hello: () => 'old' }; for (const name of ['late']) all[name] = 1;`;
    await write(
      'node_modules/old/index.js',
      `${common} module.exports = Object.assign(() => 'whole', all);`,
    );
    const esm = '{"name":"new","type":"module","exports":{".":"./index.js","./more":"./more.js"}}';
    await write('node_modules/new/package.json', esm);
    await write(
      'node_modules/new/index.js',
      `export let count = 0; export const add = () => (count += 1);`,
    );
    await write(
      'node_modules/new/more.js',
      `import { count } from './index.js'; export default () => count;`,
    );
    await write(
      'libs/word.ts',
      `import old from 'old'; import { add, count } from 'new'; add();
       export const word = [old(), old.hello(), count].join();`,
    );
    const late = `const { hello } = await import('old'); const { default: more } = await import('new/more');`;
    await write('apps/a/main.ts', `${program('a')} ${late} console.log(hello(), more());`);
    await write('apps/b/main.ts', program('b'));
  });

  test('are found by every way of importing them, and there is one of each', async () => {
    const programs = await bundles.rebuild();
    expect(await run('a', programs.get('a'))).toBe('a whole,old,1\nold 1');
    expect(await run('b', programs.get('b'))).toBe('b whole,old,1');
  });

  test('are files of their own, which stay as they are when sources change', async () => {
    const packagesOf = (files: ProgramFiles | undefined) =>
      [...(files ?? [])].filter(([name]) => name.startsWith('package-')).map(([, file]) => file);
    const before = packagesOf((await bundles.rebuild()).get('a'));
    expect(before).toHaveLength(3);
    await write(
      'libs/word.ts',
      `import { add, count } from 'new'; add(); export const word = count;`,
    );
    const after = await bundles.rebuild();
    expect(await run('a', after.get('a'))).toBe('a 1\nold 1');
    // The very same, not made anew.
    for (const file of packagesOf(after.get('a'))) expect(before).toContainEqual(file);
    expect(packagesOf(after.get('b'))).toHaveLength(1);
  });

  test('that are imported later are brought', async () => {
    await write('node_modules/further/package.json', '{"name":"further","main":"index.js"}');
    await write('node_modules/further/index.js', `exports.far = 'far';`);
    await write('libs/word.ts', `import { far } from 'further'; export const word: string = far;`);
    expect(await run('b', (await bundles.rebuild()).get('b'))).toBe('b far');
  });

  test('that are missing are told with their place', async () => {
    await write('libs/word.ts', `import { far } from 'missing'; export const word: string = far;`);
    await expect(bundles.rebuild()).rejects.toThrow(
      /libs\/word\.ts:1:20: ERROR: Could not resolve "missing"/,
    );
  });
});
