import type { OrderState } from '../domain/order-event.ts';

/** The tables of the notifications service; 64-bit numbers come as `bigint`. */
export interface NotificationsTables {
  notification: NotificationRow;
}

export interface NotificationRow {
  order_id: string;
  sequence: bigint;
  customer_id: string;
  state: OrderState;
  text: string;
  occurred_at: Date;
}
