import { AdminServiceService, type WatchStateResponse } from '@ballast/contracts';
import { expect, test } from 'vitest';
import { callServerStream } from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';

const sidecar = {
  ...({ mode: 'sidecar', isCertain: true, hasWaypoint: false } as const),
  why: 'the pod has the annotation sidecar.istio.io/status',
};
const { mode, why } = sidecar;

async function readState(shop: Awaited<ReturnType<typeof startInventory>>) {
  const stream = callServerStream(shop.client, AdminServiceService.watchState, {});
  stream.on('error', () => undefined);
  const state = await new Promise<WatchStateResponse>((resolve) => stream.once('data', resolve));
  stream.cancel();
  return state;
}

test('the mesh and its evidence stand in the log and in the state', async () => {
  await using shop = await startInventory({}, { server: { mesh: sidecar } });
  expect(shop.log.at('info')).toContainEqual({
    ...{ level: 'info', message: 'mesh' },
    fields: { mode, why, hasWaypoint: false },
  });
  expect((await readState(shop)).mesh).toEqual({ mode, why });
});

test('a mesh that is not certain is a warning', async () => {
  await using shop = await startInventory(
    {},
    { server: { mesh: { ...sidecar, isCertain: false } } },
  );
  expect(shop.log.at('warn').map(({ message }) => message)).toEqual(['the mesh is a guess']);
});

test('nothing is said where nobody knows', async () => {
  await using shop = await startInventory({});
  expect((await readState(shop)).mesh).toBeUndefined();
});
