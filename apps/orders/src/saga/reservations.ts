import { tracingChannel } from 'node:diagnostics_channel';
import type { Client } from '@ballast/client';
import { InventoryServiceService } from '@ballast/contracts';
import type { Reservation } from '@ballast/contracts';
import { internal } from '@ballast/status';
import type { OrderItem } from '../domain/order.ts';
import type { Budget } from './budget.ts';

/**
 * The stock of orders, held by the inventory under the order's own id: every call may be repeated
 * by anyone. All reject with the StatusError of the call.
 */
export interface Reservations {
  /** Holds the stock, all of it or none; the first answer is kept. */
  reserve(
    order: { orderId: string; items: readonly OrderItem[] },
    budget: Budget,
  ): Promise<Reservation>;
  /** Takes held stock out for good; one that ended otherwise is told as it ended. */
  commit(orderId: string, budget: Budget): Promise<Reservation>;
  /** Gives stock back, held or committed. */
  release(orderId: string, budget: Budget): Promise<Reservation>;
}

/** Around every remote call (node:diagnostics_channel, TracingChannel), for tests and tracers. */
const channel = tracingChannel<{ method: string }>('ballast:client:call');

export function createReservations(client: Client<typeof InventoryServiceService>): Reservations {
  const definition = InventoryServiceService;
  return {
    reserve: ({ orderId, items }, budget) =>
      traced(definition.reserve.path, () =>
        client.reserve(
          { reservationId: orderId, items: [...items], ttlSeconds: 0 },
          limits(budget),
        ),
      ),
    commit: (orderId, budget) =>
      traced(definition.commit.path, () =>
        client.commit({ reservationId: orderId }, limits(budget)),
      ),
    release: (orderId, budget) =>
      traced(definition.release.path, () =>
        client.release({ reservationId: orderId }, limits(budget)),
      ),
  };
}

function limits({ signal, timeLeftMs }: Budget) {
  return { signal, timeoutMs: timeLeftMs() };
}

async function traced(
  method: string,
  call: () => Promise<{ reservation: Reservation | undefined }>,
): Promise<Reservation> {
  const { reservation } = await channel.tracePromise(call, { method });
  if (reservation !== undefined) return reservation;
  throw internal(`${method} answered without a reservation`);
}
