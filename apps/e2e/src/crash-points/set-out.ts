import type { Flow, Wish } from './flows.ts';
import type { Lane } from './lane.ts';
import type { CrashPoint } from './messages.ts';

/**
 * Sends a wish on the flow's way: with a point, to the process's death there; without one, from here
 * on its steps are recorded.
 *
 * @returns resolves when the client has its answer, or that it gets none.
 */
export async function setOut(
  lane: Lane,
  flow: Flow,
  wish: Wish,
  point?: CrashPoint,
): Promise<{ readonly asked: Promise<unknown> }> {
  const { orders, inventory } = lane.slots;
  const ask = () => ({ asked: wish.ask().catch(() => undefined) });
  switch (flow.driver) {
    case 'relay': {
      // The process that takes the wish dies right after it has written down what it means to do.
      await orders.current.arm({ step: 'commit', occurrence: 1, moment: 'after' });
      const { asked } = ask();
      await orders.current.ended;
      await lane.books.letTimePass();
      await orders.succeed(point);
      return { asked };
    }
    case 'hand-over':
      await inventory.kill();
      await armOrRecord(orders.current, point);
      return ask();
    case 'call':
      await armOrRecord(lane.slots[flow.service].current, point);
      return ask();
    default:
      throw new Error(`unknown driver ${String(flow.driver satisfies never)}`);
  }
}

/** Brings back what the flow has taken away, so that the wish can come to its end. */
export async function bringBack({ slots }: Lane, flow: Flow): Promise<void> {
  if (flow.driver === 'hand-over') await slots.inventory.succeed();
}

async function armOrRecord(
  process: Lane['slots']['orders']['current'],
  point: CrashPoint | undefined,
): Promise<void> {
  await (point === undefined ? process.record() : process.arm(point));
}
