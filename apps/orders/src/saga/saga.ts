import { ReservationState } from '@ballast/contracts';
import { aborted, Code, isStatusError } from '@ballast/status';
import type { Order, PendingOrder } from '../domain/order.ts';
import { outcomeOf } from '../domain/outcome.ts';
import { decide } from '../domain/transitions.ts';
import type { OrderStore } from '../store/order-store.ts';
import type { Budget } from './budget.ts';
import type { Reservations } from './reservations.ts';

/**
 * What is to be done for an order beyond its own database. Each step may be repeated, by whoever
 * drives the order at the time: the call that placed it, or a relay after a crash. All of them come
 * to the same end, because the inventory keeps its first answer for each order.
 */
export interface Saga {
  /**
   * Reserves and commits the stock, and decides the order by what came of it.
   *
   * @throws the StatusError of what failed; then nothing is decided, and it may be done again.
   */
  fulfil(order: PendingOrder, intentId: bigint, budget: Budget): Promise<Order>;
  /** Gives the stock of a cancelled order back. */
  release(orderId: string, budget: Budget): Promise<void>;
}

export interface SagaOptions {
  readonly store: OrderStore;
  readonly reservations: Reservations;
}

export function createSaga({ store, reservations }: SagaOptions): Saga {
  const release: Saga['release'] = async (orderId, budget) => {
    try {
      await reservations.release(orderId, budget);
    } catch (error) {
      // Nothing was ever reserved: there is nothing to give back.
      if (!isStatusError(error) || error.code !== Code.NOT_FOUND) throw error;
    }
  };
  return {
    async fulfil(order, intentId, budget) {
      const { orderId } = order;
      let reservation = await reservations.reserve(order, budget);
      if (reservation.state === ReservationState.RESERVATION_STATE_HELD) {
        reservation = await reservations.commit(orderId, budget);
      }
      const outcome = outcomeOf(reservation);
      if (outcome === undefined) {
        throw aborted(`reservation ${orderId} has no end yet: state ${reservation.state}`);
      }
      const decided = decide(order, outcome);
      if (await store.decide({ to: decided, intentId }, budget)) return decided;
      // Another driver was faster, and came to the same; or the order was refused meanwhile, and what
      // was committed for it since goes back.
      const found = (await store.find(orderId, budget)) ?? decided;
      if (found.state === 'REJECTED' && outcome.kind === 'confirmed')
        await release(orderId, budget);
      return found;
    },

    release,
  };
}
