import { OrderState as OrderStateMessage } from '@ballast/contracts';
import type {
  Notification as NotificationMessage,
  RecordOrderEventsRequest,
} from '@ballast/contracts';
import type { Notification, OrderEvent, OrderState } from '../domain/order-event.ts';

const messageStates = {
  PENDING: OrderStateMessage.ORDER_STATE_PENDING,
  CONFIRMED: OrderStateMessage.ORDER_STATE_CONFIRMED,
  REJECTED: OrderStateMessage.ORDER_STATE_REJECTED,
  CANCELLED: OrderStateMessage.ORDER_STATE_CANCELLED,
  UNKNOWN: OrderStateMessage.ORDER_STATE_UNSPECIFIED,
} as const satisfies Record<OrderState, OrderStateMessage>;

const states = new Map<OrderStateMessage, OrderState>(
  Object.entries(messageStates).map(([state, message]) => [message, state as OrderState]),
);

/** A state that is not known here is no reason to refuse: the orders service may be newer. */
export function toOrderEvent({
  state,
  occurredAt,
  ...event
}: RecordOrderEventsRequest): OrderEvent {
  return { ...event, state: states.get(state) ?? 'UNKNOWN', occurredAt: occurredAt ?? new Date() };
}

export function toNotificationMessage({ state, ...notification }: Notification) {
  return { ...notification, state: messageStates[state] } satisfies NotificationMessage;
}
