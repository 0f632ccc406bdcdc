import { ReservationState } from '@ballast/contracts';
import type { Reservation } from '@ballast/contracts';
import type { Rejection } from './order.ts';

/** What a reservation says about its order. */
export type Outcome =
  | { readonly kind: 'confirmed'; readonly unitPricesCents: ReadonlyMap<string, bigint> }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

/**
 * Decides an order by the end of its reservation alone: inventory keeps the first answer for each
 * reservation id, so whoever asks, and however often, comes to the same decision. Undefined where
 * the reservation has not ended, or in a way that is not known here: then nothing is decided.
 */
export function outcomeOf(reservation: Reservation): Outcome | undefined {
  switch (reservation.state) {
    case ReservationState.RESERVATION_STATE_COMMITTED:
      return {
        kind: 'confirmed',
        unitPricesCents: new Map(
          reservation.lines.map(({ sku, unitPriceCents }) => [sku, unitPriceCents]),
        ),
      };
    case ReservationState.RESERVATION_STATE_REFUSED:
      return { kind: 'rejected', rejection: refusalOf(reservation) };
    case ReservationState.RESERVATION_STATE_EXPIRED:
      return { kind: 'rejected', rejection: { reason: 'RESERVATION_EXPIRED' } };
    case ReservationState.RESERVATION_STATE_RELEASED:
      return { kind: 'rejected', rejection: { reason: 'RESERVATION_RELEASED' } };
    case ReservationState.RESERVATION_STATE_HELD:
    case ReservationState.RESERVATION_STATE_UNSPECIFIED:
    case ReservationState.UNRECOGNIZED:
      return undefined;
    default:
      // A state that a newer inventory has.
      reservation.state satisfies never;
      return undefined;
  }
}

/** A sku that nobody knows is the caller's mistake, and says more than that others were short. */
function refusalOf({ shortages }: Reservation): Rejection {
  const unknown = shortages.some(({ unknownSku }) => unknownSku);
  return { reason: unknown ? 'UNKNOWN_SKU' : 'INSUFFICIENT_STOCK', shortages };
}
