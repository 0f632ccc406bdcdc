import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CHANNEL_NAME_OPTION, registerBalancing } from '@ballast/balancing';
import { registerDiscovery } from '@ballast/discovery';
import { MetricStore } from '@ballast/tracing';
import { Channel, credentials } from '@grpc/grpc-js';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { observeProcess } from './observe-process.ts';

beforeAll(() => {
  registerBalancing();
  registerDiscovery();
});

/** The endpoints of one channel by state, as somebody sees them who looks now. */
function readEndpoints(store: MetricStore, channel: string): Record<string, number> {
  const found = store.collect().find(({ name }) => name === 'ballast.balancing.endpoints');
  return Object.fromEntries(
    (found?.numbers ?? [])
      .filter(({ attributes }) => attributes['grpc.target'] === channel)
      .map(({ attributes, value }) => [String(attributes['ballast.endpoint.state']), value]),
  );
}

async function openChannel(name: string, content: string | undefined): Promise<MetricStore> {
  const folder = await mkdtemp(join(tmpdir(), 'observe-process-'));
  const file = join(folder, 'endpoints.json');
  if (content !== undefined) await writeFile(file, content);
  const store = new MetricStore();
  const end = observeProcess(store);
  const channel = new Channel(pathToFileURL(file).href, credentials.createInsecure(), {
    [CHANNEL_NAME_OPTION]: name,
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ ballast: {} }] }),
  });
  channel.getConnectivityState(true);
  onTestFinished(async () => {
    channel.close();
    end();
    await rm(folder, { recursive: true });
  });
  return store;
}

test.each([
  ['an empty list', '{"endpoints":[]}'],
  ['no list at all', undefined],
])('a channel with %s has 0 endpoints ready, and says so', async (name, content) => {
  const store = await openChannel(name, content);
  await expect.poll(() => readEndpoints(store, name)).toEqual({ ready: 0 });
});

test('a channel whose only endpoint cannot be reached has 0 ready beside it', async () => {
  const store = await openChannel('unreachable', '{"endpoints":[{"address":"127.0.0.1:1"}]}');
  await expect
    .poll(() => readEndpoints(store, 'unreachable'))
    .toEqual({ ready: 0, unreachable: 1 });
});
