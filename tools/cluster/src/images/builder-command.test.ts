import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deliverByCommand } from './builder-command.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-builder-'));
});
afterEach(() => rm(directory, { recursive: true }));

const build = {
  name: 'ballast-orders',
  dockerfile: '/shop/Dockerfile',
  context: '/shop',
  buildArguments: { APP: 'orders' },
  target: 'app',
};

test('the builder gets its own arguments, the Dockerfile, the tag, the context, the stage and the build arguments', async () => {
  const builder = join(directory, 'builder.mjs');
  const told = join(directory, 'told.json');
  await writeFile(
    builder,
    `import { writeFileSync } from 'node:fs';
    writeFileSync(${JSON.stringify(told)}, JSON.stringify(process.argv.slice(2)));`,
  );
  const delivery = deliverByCommand(`${process.execPath} ${builder} --quiet`);
  await delivery.deliver('localhost/ballast-orders:1', build);
  expect(JSON.parse(await readFile(told, 'utf8'))).toEqual([
    '--quiet',
    '/shop/Dockerfile',
    'localhost/ballast-orders:1',
    '/shop',
    '--target=app',
    'APP=orders',
  ]);
});

test('what a failing builder complains of is told', async () => {
  const delivery = deliverByCommand(`${process.execPath} --no-such-option`);
  await expect(delivery.deliver('x:1', build)).rejects.toThrow(/no-such-option/);
});

test('a builder that is not there is named', async () => {
  const delivery = deliverByCommand('no-such-builder-anywhere');
  await expect(delivery.deliver('x:1', build)).rejects.toThrow(
    'BALLAST_IMAGE_BUILDER must be a command that can be run, got "no-such-builder-anywhere"',
  );
});
