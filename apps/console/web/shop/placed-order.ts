import type { OrderAnswer } from '../../src/api.ts';

/** What came of pressing the button once. */
export interface PlacedOrder {
  readonly key: string;
  readonly answer: OrderAnswer;
}
