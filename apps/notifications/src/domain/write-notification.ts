import type { Notification, OrderEvent } from './order-event.ts';

/** The message for a change. The same change gives the same message, whoever writes it. */
export function writeNotification(event: OrderEvent): Notification {
  const { orderId, sequence, customerId, state, occurredAt } = event;
  return { orderId, sequence, customerId, state, occurredAt, text: textOf(event) };
}

function textOf({ orderId, state, totalCents, rejectionReason }: OrderEvent): string {
  switch (state) {
    case 'PENDING':
      return `We have your order ${orderId} and will tell you when it is confirmed.`;
    case 'CONFIRMED':
      return `Your order ${orderId} is confirmed: ${formatCents(totalCents)} in all.`;
    case 'REJECTED':
      return `We could not serve your order ${orderId}: ${causeOf(rejectionReason)}.`;
    case 'CANCELLED':
      return `Your order ${orderId} is cancelled; nothing is to be paid.`;
    case 'UNKNOWN':
      return `Your order ${orderId} has changed.`;
    default:
      throw new Error(`unknown order state ${String(state satisfies never)}`);
  }
}

const causes: ReadonlyMap<string, string> = new Map([
  ['INSUFFICIENT_STOCK', 'there is not enough of what you want'],
  ['UNKNOWN_SKU', 'it asks for something that we do not sell'],
  ['RESERVATION_EXPIRED', 'what was put aside for it went back to the shelf'],
  ['RESERVATION_RELEASED', 'what was put aside for it went back to the shelf'],
  ['NOT_IN_TIME', 'we were too busy to finish it; please order again'],
]);

/** A reason that nobody has put into words yet is better than none. */
function causeOf(reason: string): string {
  return causes.get(reason) ?? (reason === '' ? 'the reason was not told' : reason);
}

/** Whole units and cents, whatever the number's size. */
function formatCents(cents: bigint): string {
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}
