import type { Ledger } from '../src/domain/ledger.ts';
import type { ReservationState } from '../src/domain/reservation.ts';

/** What does not add up in a ledger, in words; empty where all does. */
export function auditOf(ledger: Ledger): string[] {
  const unitsIn = (sku: string, state: ReservationState): bigint =>
    [...ledger.reservations.values()]
      .filter((reservation) => reservation.state === state)
      .flatMap((reservation) => (reservation.state === 'REFUSED' ? [] : reservation.lines))
      .filter((line) => line.sku === sku)
      .reduce((sum, { quantity }) => sum + BigInt(quantity), 0n);

  return [...ledger.stock.values()].flatMap(({ sku, received, onHand, reserved }) => [
    ...(onHand === received - unitsIn(sku, 'COMMITTED')
      ? []
      : [`${sku}: on hand ${onHand} of ${received}`]),
    ...(reserved === unitsIn(sku, 'HELD') ? [] : [`${sku}: reserved ${reserved}`]),
    ...(0n <= reserved && reserved <= onHand ? [] : [`${sku}: ${reserved} of ${onHand} reserved`]),
  ]);
}
