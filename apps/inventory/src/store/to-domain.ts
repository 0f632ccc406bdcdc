import type { Reservation, ReservationLine } from '../domain/reservation.ts';
import type { Stock } from '../domain/stock.ts';
import type { ReservationRow, StockRow } from './tables.ts';

export function toStock(row: StockRow): Stock {
  const { sku, name, price_cents, received, on_hand, reserved, version } = row;
  return { sku, name, priceCents: price_cents, received, onHand: on_hand, reserved, version };
}

export function toReservation(row: ReservationRow): Reservation {
  const { reservation_id: reservationId, state } = row;
  switch (state) {
    case 'HELD':
      return { state, reservationId, lines: toLines(row), expiresAt: row.expires_at };
    case 'COMMITTED':
    case 'RELEASED':
    case 'EXPIRED':
      return { state, reservationId, lines: toLines(row) };
    case 'REFUSED':
      return { state, reservationId, shortages: toShortages(row) };
    default:
      throw new Error(`unknown reservation state ${String(state satisfies never)}`);
  }
}

function toLines({ lines }: ReservationRow): ReservationLine[] {
  return (lines ?? []).map(([sku, quantity, unitPriceCents]) => ({
    sku,
    quantity,
    unitPriceCents: BigInt(unitPriceCents),
  }));
}

function toShortages({ shortages }: ReservationRow) {
  return (shortages ?? []).map((shortage) => ({
    ...shortage,
    available: BigInt(shortage.available),
  }));
}
