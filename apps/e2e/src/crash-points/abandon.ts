import type { Wish } from './flows.ts';
import type { Lane } from './lane.ts';

/**
 * Leaves a wish to the relay: the process that took it dies right after it has written down what it
 * means to do. Resolves when that is due; nobody is there to do it.
 */
export async function abandon(lane: Lane, wish: Wish): Promise<void> {
  const { current } = lane.slots.orders;
  await current.arm({ step: 'commit', occurrence: 1, moment: 'after' });
  wish.ask().catch(() => undefined);
  await current.ended;
  await lane.books.untilDue();
}
