import { expect, test } from 'vitest';
import { readState } from '../../test/read-state.ts';
import { startInventory } from '../../test/start-inventory.ts';

const sidecar = {
  ...({ mode: 'sidecar', isCertain: true, hasWaypoint: false } as const),
  why: 'the pod has the annotation sidecar.istio.io/status',
};
const { mode, why } = sidecar;

test('the mesh and its evidence stand in the log and in the state', async () => {
  await using shop = await startInventory({}, { server: { mesh: sidecar } });
  expect(shop.log.at('info')).toContainEqual({
    ...{ level: 'info', message: 'mesh' },
    fields: { mode, why, hasWaypoint: false },
  });
  expect((await readState(shop)).mesh).toEqual({ mode, why, refused: [] });
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
