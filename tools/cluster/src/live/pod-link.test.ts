import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProgramFiles } from '@ballast/tool-build';
import { PodLink, receiverCommand } from './pod-link.ts';

let folder: string;
let link: PodLink;

/** What would run in a pod, here. */
const [, ...receiverArguments] = receiverCommand;
const here = () => ['env', `BALLAST_LIVE=${folder}`, process.execPath, ...receiverArguments];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-link-'));
  link = new PodLink(here());
});
afterEach(async () => {
  link[Symbol.dispose]();
  await rm(folder, { recursive: true });
});

const read = (path: string) => readFile(join(folder, path), 'utf8');

const files = (contents: Record<string, string>): ProgramFiles =>
  new Map(
    Object.entries(contents).map(([name, text]) => [
      name,
      { contents: Buffer.from(text), hash: text },
    ]),
  );

test('files arrive whole, in folders of their own, one delivery after the other', async () => {
  const big = 'x'.repeat(3_000_000);
  await link.send(files({ 'main.js': 'one', 'pages/assets/a.css': big }));
  expect([await read('main.js'), await read('pages/assets/a.css')]).toEqual(['one', big]);
  await link.send(files({ 'main.js': 'two', 'pages/assets/a.css': 'small' }));
  expect([await read('main.js'), await read('pages/assets/a.css')]).toEqual(['two', 'small']);
});

test('what a pod has is not brought again, but the entry is, for it starts the program', async () => {
  const program = files({ 'main.js': 'one', 'chunk-1.js': 'chunk' });
  expect(link.has(program)).toBe(false);
  await link.send(program);
  expect(link.has(program)).toBe(true);
  await rm(join(folder, 'main.js'));
  await rm(join(folder, 'chunk-1.js'));
  await link.send(files({ 'main.js': 'two', 'chunk-1.js': 'chunk' }));
  expect(await read('main.js')).toBe('two');
  await expect(read('chunk-1.js')).rejects.toThrow('ENOENT');
});

test('what is prepared is all but the entry, and is not brought again', async () => {
  const program = files({ 'main.js': 'one', 'package-1.js': 'package' });
  await link.prepare(program);
  expect(await read('package-1.js')).toBe('package');
  await expect(read('main.js')).rejects.toThrow('ENOENT');
  await rm(join(folder, 'package-1.js'));
  await link.send(program);
  expect(await read('main.js')).toBe('one');
  await expect(read('package-1.js')).rejects.toThrow('ENOENT');
});

test('a pod that cannot be reached is told with what the command complained of', async () => {
  using nobody = new PodLink(['sh', '-c', 'echo no such pod >&2; exit 3']);
  await expect(nobody.send(files({ 'main.js': 'one' }))).rejects.toThrow(
    'sh ended with 3: no such pod',
  );
  expect(nobody.has(files({ 'main.js': 'one' }))).toBe(false);
});

test('a way that has broken is opened again', async () => {
  // Ends after each delivery.
  using once = new PodLink(['sh', '-c', `read -r line; echo taken`]);
  await once.send(files({ 'main.js': 'one' }));
  await once.send(files({ 'main.js': 'two' }));
  expect(once.has(files({ 'main.js': 'two' }))).toBe(true);
});
