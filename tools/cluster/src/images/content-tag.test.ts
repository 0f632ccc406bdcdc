import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findContentTag } from './content-tag.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-tag-'));
  await mkdir(join(directory, 'deep'));
  await writeFile(join(directory, 'a'), 'ab');
  await writeFile(join(directory, 'deep/b'), 'c');
});
afterEach(() => rm(directory, { recursive: true }));

test('the same content has the same tag, wherever it stands', async () => {
  const other = await mkdtemp(join(tmpdir(), 'ballast-tag-'));
  await mkdir(join(other, 'deep'));
  await writeFile(join(other, 'deep/b'), 'c');
  await writeFile(join(other, 'a'), 'ab');
  expect(await findContentTag([other])).toBe(await findContentTag([directory]));
  await rm(other, { recursive: true });
});

test.each([
  ['another byte', () => writeFile(join(directory, 'deep/b'), 'd')],
  ['another name', () => writeFile(join(directory, 'c'), '')],
  [
    'a byte that moves to the next file',
    async () => {
      await writeFile(join(directory, 'a'), 'a');
      await writeFile(join(directory, 'deep/b'), 'bc');
    },
  ],
])('%s is another tag', async (_what, change) => {
  const before = await findContentTag([directory]);
  await change();
  expect(await findContentTag([directory])).not.toBe(before);
});

test('what the build is told is part of it, and a file counts like a folder', async () => {
  const file = join(directory, 'a');
  const tags = [
    await findContentTag([file], { APP: 'orders' }),
    await findContentTag([file], { APP: 'inventory' }),
  ];
  expect(new Set(tags).size).toBe(2);
});
