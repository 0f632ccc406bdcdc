/** A wanted quantity of one sku. */
export interface ReservationItem {
  readonly sku: string;
  /** Units, 1 or more. */
  readonly quantity: number;
}

/** An item that is set aside, with the price fixed for it. */
export interface ReservationLine extends ReservationItem {
  /** Price of one unit when it was reserved, in cents. */
  readonly unitPriceCents: bigint;
}

/** Why an item could not be reserved. */
export interface Shortage {
  readonly sku: string;
  /** Units that were wanted. */
  readonly requested: number;
  /** Units that could be had; 0 where the sku is unknown. */
  readonly available: bigint;
  readonly unknownSku: boolean;
}

/**
 * A reservation, in one of its states. HELD ends in COMMITTED, RELEASED or EXPIRED; COMMITTED may
 * still become RELEASED; REFUSED is an end from the start.
 */
export type Reservation =
  | {
      readonly state: 'HELD';
      readonly reservationId: string;
      readonly lines: readonly ReservationLine[];
      /** When the stock goes back by itself, by the database's clock. */
      readonly expiresAt: Date;
    }
  | {
      readonly state: 'COMMITTED' | 'RELEASED' | 'EXPIRED';
      readonly reservationId: string;
      readonly lines: readonly ReservationLine[];
    }
  | {
      readonly state: 'REFUSED';
      readonly reservationId: string;
      readonly shortages: readonly Shortage[];
    };

export type ReservationState = Reservation['state'];
