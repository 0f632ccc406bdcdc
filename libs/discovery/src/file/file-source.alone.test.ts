import { rename, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEndpointsFile, formatEndpointsFile } from '../../test/endpoints-file.ts';
import { recordSource } from '../../test/record-source.ts';
import { createFileSource } from './file-source.ts';

const one = ['127.0.0.1:1'];
const two = ['127.0.0.1:1', '127.0.0.1:2'];

test('a file written in place is read', async () => {
  await using file = await createEndpointsFile(one);
  using recording = recordSource(createFileSource(file.path));
  await recording.toldSet(one);
  await file.overwrite(formatEndpointsFile(two));
  await recording.toldSet(two);
});

test('a file that is missing at start is read when it comes', async () => {
  await using file = await createEndpointsFile();
  using recording = recordSource(createFileSource(file.path));
  await recording.toldFailure(/does not exist/);
  await file.replace(one);
  await recording.toldSet(one);
});

test('a file that was deleted and created again is read', async () => {
  await using file = await createEndpointsFile(one);
  using recording = recordSource(createFileSource(file.path));
  await recording.toldSet(one);
  await file.remove();
  await recording.toldFailure(/does not exist/);
  await file.replace(two);
  await recording.toldSet(two);
});

test('a directory that was deleted and created again is watched again', async () => {
  await using file = await createEndpointsFile(one);
  using recording = recordSource(createFileSource(file.path));
  await recording.toldSet(one);
  await file.removeDirectory();
  await recording.toldFailure(/does not exist/);
  await file.createDirectory();
  await file.replace(two);
  await recording.toldSet(two);
});

test('a torn file is told as such and the whole one is read', async () => {
  await using file = await createEndpointsFile(one);
  using recording = recordSource(createFileSource(file.path));
  await recording.toldSet(one);
  const text = formatEndpointsFile(two);
  await file.overwrite(text.slice(0, -5));
  await recording.toldFailure(/orders\.json: must be JSON/);
  await file.overwrite(text);
  await recording.toldSet(two);
});

test('a broken file is told once, however often it is looked at', async () => {
  await using file = await createEndpointsFile();
  await file.overwrite('[]');
  const source = createFileSource(file.path);
  using recording = recordSource(source);
  await recording.toldFailure(/endpoints: must be an array/);
  for (const touched of ['[]', '[]', '[]']) {
    await file.overwrite(touched);
    source.refresh();
  }
  await file.replace(one);
  await recording.toldSet(one);
  // The file is empty for a moment while it is written in place, and may be seen so.
  const arrays = recording.discoveries.filter(
    (told) => told.kind === 'failed' && told.reason.includes('must be an array'),
  );
  const empties = recording.discoveries.length - arrays.length - 1;
  expect(arrays.length).toBeLessThanOrEqual(1 + empties);
});

test('a link that is switched, as a ConfigMap does it, is followed', async () => {
  await using file = await createEndpointsFile();
  const versions = [one, two].map((addresses, index) => {
    const path = join(file.directory, `version-${index}`);
    return { path, text: formatEndpointsFile(addresses) };
  });
  for (const { path, text } of versions) await writeFile(path, text);
  const data = join(file.directory, '..data');
  await symlink('version-0', data);
  await symlink('..data', file.path);
  using recording = recordSource(createFileSource(file.path));
  await recording.toldSet(one);
  await symlink('version-1', `${data}_new`);
  await rename(`${data}_new`, data);
  await recording.toldSet(two);
  await unlink(data);
});

test('where there is no directory to watch yet, the poll finds the file', async () => {
  await using file = await createEndpointsFile();
  await file.removeDirectory();
  using recording = recordSource(createFileSource(file.path));
  await recording.toldFailure(/does not exist/);
  await file.createDirectory();
  await file.replace(one);
  await recording.toldSet(one);
});

describe('without the poll', () => {
  // The poll is the only interval there is: with this it comes only when it is told to.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  test('a change is told by its event', async () => {
    await using file = await createEndpointsFile(one);
    using recording = recordSource(createFileSource(file.path));
    await recording.toldSet(one);
    await file.replace(two);
    await recording.toldSet(two);
  });

  test('a change in a directory that was replaced is told by its event', async () => {
    await using file = await createEndpointsFile(one);
    using recording = recordSource(createFileSource(file.path));
    await recording.toldSet(one);
    await file.removeDirectory();
    await recording.toldFailure(/does not exist/);
    await file.createDirectory();
    await file.replace(two);
    vi.advanceTimersToNextTimer();
    await recording.toldSet(two);
    await file.replace(one);
    await recording.toldSet(one);
  });

  test('a directory that is replaced in one go is noticed too', async () => {
    await using file = await createEndpointsFile(one);
    using recording = recordSource(createFileSource(file.path));
    await recording.toldSet(one);
    await file.removeDirectory();
    await file.createDirectory();
    await file.replace(two);
    vi.advanceTimersToNextTimer();
    await recording.toldSet(two);
    await file.replace(one);
    await recording.toldSet(one);
  });
});
