/** What one request of the load does. */
export type LoadStep = 'list-products' | 'list-orders' | 'place-order';

/** So many places of a second are looked at in each. */
export const TICKS_PER_SECOND = 20;

/**
 * How many requests are due by now that were not begun yet: at an even pace, whatever the timer's.
 * What could not be begun in half a second is let go: a load that catches up is a burst.
 */
export function countDue(
  perSecond: number,
  elapsedMs: number,
  begun: number,
): { readonly due: number; readonly begun: number } {
  const wanted = Math.floor((perSecond * elapsedMs) / 1000);
  const due = Math.max(0, Math.min(wanted - begun, Math.ceil(perSecond / 2)));
  return { due, begun: wanted };
}

/** @param random within [0, 1) */
export function chooseStep(orderRatio: number, random: number): LoadStep {
  if (random < orderRatio) return 'place-order';
  // Of those who browse, a third looks at its own orders.
  return random < orderRatio + (1 - orderRatio) / 3 ? 'list-orders' : 'list-products';
}
