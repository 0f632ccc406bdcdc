import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { isStatusError } from '@ballast/status';
import { waitUntil } from '../wait-until.ts';
import type { Flow, Wish } from './flows.ts';
import type { Lane } from './lane.ts';
import type { CrashPoint } from './messages.ts';
import { bringBack, setOut } from './set-out.ts';

/** How long a process has to come to the point where it kills itself. */
const reachWithinMs = 15_000;

/**
 * One crash: the process kills itself at the point, is started again, finishes what it left, and the
 * books are audited; then the client asks once more, and they are audited again.
 */
export async function runPoint(lane: Lane, flow: Flow, point: CrashPoint): Promise<void> {
  const wish = await flow.prepare(lane);
  const slot = lane.slots[flow.service];
  await setOut(lane, flow, wish, point);
  const end = await Promise.race([
    slot.current.ended,
    delay(reachWithinMs, 'still alive', { ref: false }),
  ]);
  assert.equal(end, 'SIGKILL', 'the process came to the point and killed itself there');

  // Nobody is left who could have what the dead process had; waiting would show the same, later.
  await lane.books.letTimePass();
  await bringBack(lane, flow);
  await slot.succeed();
  // Also where no client ever asks again.
  await lane.books.audit();
  assert.equal(await askUntilAnswered(wish), wish.end);
  await lane.books.audit();
  await assertEffect(lane, wish);
}

/** As a client does: what is UNAVAILABLE now is asked for again. */
function askUntilAnswered(wish: Wish) {
  return waitUntil('the client has its answer', async () => {
    try {
      return await wish.ask();
    } catch (error) {
      if (isStatusError(error)) return undefined;
      throw error;
    }
  });
}

async function assertEffect({ orders, inventory }: Lane, { sku, left }: Wish): Promise<void> {
  const page = await orders.listOrders({ customerId: sku, pageSize: 0, pageToken: '' });
  assert.equal(page.orders.length, 1, 'one wish is one order');
  const { stock } = await inventory.getStock({ sku });
  assert.equal(stock?.available, left);
}
