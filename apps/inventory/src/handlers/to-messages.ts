import { ReservationState } from '@ballast/contracts';
import type { Reservation as ReservationMessage, Stock as StockMessage } from '@ballast/contracts';
import type { Reservation } from '../domain/reservation.ts';
import { availableOf } from '../domain/stock.ts';
import type { Stock } from '../domain/stock.ts';

const states = {
  HELD: ReservationState.RESERVATION_STATE_HELD,
  COMMITTED: ReservationState.RESERVATION_STATE_COMMITTED,
  RELEASED: ReservationState.RESERVATION_STATE_RELEASED,
  EXPIRED: ReservationState.RESERVATION_STATE_EXPIRED,
  REFUSED: ReservationState.RESERVATION_STATE_REFUSED,
} as const satisfies Record<Reservation['state'], ReservationState>;

export function toStockMessage(stock: Stock): StockMessage {
  const { sku, name, priceCents, onHand, reserved, version } = stock;
  return { sku, name, priceCents, onHand, reserved, available: availableOf(stock), version };
}

export function toReservationMessage(reservation: Reservation): ReservationMessage {
  return {
    reservationId: reservation.reservationId,
    state: states[reservation.state],
    lines: reservation.state === 'REFUSED' ? [] : [...reservation.lines],
    shortages: reservation.state === 'REFUSED' ? [...reservation.shortages] : [],
    expiresAt: reservation.state === 'HELD' ? reservation.expiresAt : undefined,
  };
}
