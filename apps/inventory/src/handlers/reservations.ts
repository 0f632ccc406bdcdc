import type {
  CommitRequest,
  CommitResponse,
  ReleaseRequest,
  ReleaseResponse,
  ReserveRequest,
  ReserveResponse,
} from '@ballast/contracts';
import type { CallContext } from '@ballast/server';
import { invalidArgument, notFound } from '@ballast/status';
import { refuseRepeatedSkus } from '../domain/items.ts';
import type { Reservation } from '../domain/reservation.ts';
import type { StockStore } from '../store/stock-store.ts';
import { toReservationMessage } from './to-messages.ts';

export interface ReservationOptions {
  readonly store: StockStore;
  /** How long stock is held where the caller does not say, in milliseconds. */
  readonly defaultTtlMs: number;
}

/** Reserve, Commit and Release. */
export function createReservationHandlers({ store, defaultTtlMs }: ReservationOptions) {
  return {
    async reserve(request: ReserveRequest, context: CallContext): Promise<ReserveResponse> {
      const { reservationId, items, ttlSeconds } = request;
      refuseNul(reservationId);
      refuseRepeatedSkus(items);
      const ttlMs = ttlSeconds === 0 ? defaultTtlMs : ttlSeconds * 1000;
      const reservation = await store.reserve({ reservationId, items, ttlMs }, context);
      return { reservation: toReservationMessage(reservation) };
    },

    async commit({ reservationId }: CommitRequest, context: CallContext): Promise<CommitResponse> {
      refuseNul(reservationId);
      const reservation = await store.commit(reservationId, context);
      return { reservation: toReservationMessage(known(reservation, reservationId)) };
    },

    async release(
      { reservationId }: ReleaseRequest,
      context: CallContext,
    ): Promise<ReleaseResponse> {
      refuseNul(reservationId);
      const reservation = await store.release(reservationId, context);
      return { reservation: toReservationMessage(known(reservation, reservationId)) };
    },
  };
}

function known(reservation: Reservation | undefined, reservationId: string): Reservation {
  if (reservation !== undefined) return reservation;
  throw notFound(`no reservation ${reservationId}`, { reason: 'UNKNOWN_RESERVATION' });
}

/** PostgreSQL's text has no U+0000: it would be refused as a fault of ours. */
function refuseNul(reservationId: string): void {
  if (!reservationId.includes('\0')) return;
  const description = 'must not contain U+0000';
  throw invalidArgument(`reservation_id ${description}`, {
    reason: 'BAD_TEXT',
    fieldViolations: [{ field: 'reservation_id', description }],
  });
}
