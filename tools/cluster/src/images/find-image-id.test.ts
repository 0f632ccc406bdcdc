import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findDaemon, findImageId } from './find-image-id.ts';

let daemon: Server | undefined;
afterEach(() => daemon?.close());

/** As much of Docker's API as is asked. */
async function listen(place: string | number): Promise<void> {
  daemon = createServer((request, response) => {
    const isThere = request.url === '/v1.41/images/localhost/shop:1/json';
    response.end(JSON.stringify(isThere ? { Id: 'sha256:abc' } : { message: 'no such image' }));
  }).listen(place);
  await once(daemon, 'listening');
}

test('an image’s id is asked for over a socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-docker-'));
  await listen(join(folder, 'docker.sock'));
  const host = findDaemon(`unix://${folder}/docker.sock`);
  expect(await findImageId('localhost/shop:1', host)).toBe('abc');
  await rm(folder, { recursive: true });
});

test('an image’s id is asked for over TCP', async () => {
  await listen(0);
  const { port } = daemon!.address() as AddressInfo;
  const host = findDaemon(`tcp://127.0.0.1:${port}`);
  expect(await findImageId('localhost/shop:1', host)).toBe('abc');
  await expect(findImageId('localhost/shop:2', host)).rejects.toThrow(
    'no id of localhost/shop:2: no such image',
  );
});
