import { ReservationState } from '@ballast/contracts';
import type { Reservation } from '@ballast/contracts';
import { expect, test } from 'vitest';
import { outcomeOf } from './outcome.ts';

const short = { sku: 'a', requested: 5, available: 2n, unknownSku: false };
const unknown = { sku: 'b', requested: 1, available: 0n, unknownSku: true };
const lines = [
  { sku: 'a', quantity: 2, unitPriceCents: 250n },
  { sku: 'b', quantity: 1, unitPriceCents: 0n },
];

const reservation = (state: ReservationState, rest: Partial<Reservation> = {}): Reservation => ({
  reservationId: 'r1',
  state,
  lines: [],
  expiresAt: undefined,
  shortages: [],
  ...rest,
});

const {
  RESERVATION_STATE_COMMITTED: COMMITTED,
  RESERVATION_STATE_EXPIRED: EXPIRED,
  RESERVATION_STATE_HELD: HELD,
  RESERVATION_STATE_REFUSED: REFUSED,
  RESERVATION_STATE_RELEASED: RELEASED,
  RESERVATION_STATE_UNSPECIFIED: UNSPECIFIED,
  UNRECOGNIZED,
} = ReservationState;

test.each([
  [
    'COMMITTED',
    reservation(COMMITTED, { lines }),
    {
      kind: 'confirmed',
      unitPricesCents: new Map([
        ['a', 250n],
        ['b', 0n],
      ]),
    },
  ],
  [
    'REFUSED for too little stock',
    reservation(REFUSED, { shortages: [short] }),
    { kind: 'rejected', rejection: { reason: 'INSUFFICIENT_STOCK', shortages: [short] } },
  ],
  [
    'REFUSED for an unknown sku',
    reservation(REFUSED, { shortages: [unknown] }),
    { kind: 'rejected', rejection: { reason: 'UNKNOWN_SKU', shortages: [unknown] } },
  ],
  [
    'REFUSED for both',
    reservation(REFUSED, { shortages: [short, unknown] }),
    { kind: 'rejected', rejection: { reason: 'UNKNOWN_SKU', shortages: [short, unknown] } },
  ],
  [
    'EXPIRED',
    reservation(EXPIRED, { lines }),
    { kind: 'rejected', rejection: { reason: 'RESERVATION_EXPIRED' } },
  ],
  [
    'RELEASED',
    reservation(RELEASED, { lines }),
    { kind: 'rejected', rejection: { reason: 'RESERVATION_RELEASED' } },
  ],
])('a reservation that is %s decides its order', (_state, given, outcome) => {
  expect(outcomeOf(given)).toEqual(outcome);
});

test.each([
  ['HELD', HELD],
  ['without a state', UNSPECIFIED],
  ['in a state that is not known here', UNRECOGNIZED],
  ['in a state of a newer inventory', 99 as ReservationState],
])('a reservation that is %s decides nothing', (_state, state) => {
  expect(outcomeOf(reservation(state, { lines }))).toBeUndefined();
});
