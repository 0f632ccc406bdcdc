import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildPages } from './build-pages.ts';
import { openPages } from './open-pages.ts';
import { writePages } from './write-pages.ts';

it('builds one page whose parts bear their hash, from here alone', async () => {
  const pages = await buildPages();
  const html = pages.get('/index.html')!.content.toString();
  const named = [...html.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path]) => path!);
  expect(named).toHaveLength(2);
  for (const path of named) expect(pages.get(path)).toMatchObject({ isForever: true });
  expect(html).not.toMatch(/(?:src|href)="https?:/);
});

it('is the same where it was built beforehand, as for an image', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'pages-'));
  try {
    await writePages(directory);
    expect(await openPages(directory)).toEqual(await buildPages());
  } finally {
    rmSync(directory, { recursive: true });
  }
});
