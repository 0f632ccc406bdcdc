import { AdminServiceService, type WatchStateResponse } from '@ballast/contracts';
import { callServerStream } from './calls.ts';
import type { startInventory } from './start-inventory.ts';

/** What the admin service says first. */
export async function readState(shop: Awaited<ReturnType<typeof startInventory>>) {
  const stream = callServerStream(shop.client, AdminServiceService.watchState, {});
  stream.on('error', () => undefined);
  const state = await new Promise<WatchStateResponse>((resolve) => stream.once('data', resolve));
  stream.cancel();
  return state;
}
