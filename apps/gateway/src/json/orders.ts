import { OrderState, responseSchemas } from '@ballast/contracts';
import type { Order, WatchOrderResponse } from '@ballast/contracts';
import { toJsonNumber } from './numbers.ts';

/** An order as HTTP speaks of it. */
export interface OrderJson {
  readonly orderId: string;
  readonly customerId: string;
  readonly state: string;
  readonly items: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly unitPriceCents: number | string;
  }[];
  readonly totalCents: number | string;
  /** Only where it was rejected. */
  readonly rejectionReason?: string;
  readonly createdAt?: string;
}

/** A change of an order. */
export interface OrderEventJson {
  readonly orderId: string;
  readonly sequence: number | string;
  readonly state: string;
  readonly occurredAt?: string;
  readonly rejectionReason?: string;
}

const { sequence: _internal, ...orderProperties } = responseSchemas.Order.properties;
const { sequence, state, occurredAt, rejectionReason } =
  responseSchemas.WatchOrderResponse.properties;

export const orderSchema = {
  $id: 'Order',
  type: 'object',
  description: responseSchemas.Order.description,
  properties: orderProperties,
  required: ['orderId', 'customerId', 'state', 'items', 'totalCents'],
};

export const orderEventSchema = {
  $id: 'OrderEvent',
  type: 'object',
  description: 'The data of a `state` event: one change of an order.',
  properties: {
    orderId: orderProperties.orderId,
    sequence,
    state,
    occurredAt,
    rejectionReason,
  },
  required: ['orderId', 'sequence', 'state'],
};

export function toOrderJson(order: Order): OrderJson {
  return {
    orderId: order.orderId,
    customerId: order.customerId,
    state: stateName(order.state),
    items: order.items.map(({ sku, quantity, unitPriceCents }) => ({
      sku,
      quantity,
      unitPriceCents: toJsonNumber(unitPriceCents),
    })),
    totalCents: toJsonNumber(order.totalCents),
    ...(order.rejectionReason === '' ? {} : { rejectionReason: order.rejectionReason }),
    ...(order.createdAt === undefined ? {} : { createdAt: order.createdAt.toISOString() }),
  };
}

export function toOrderEventJson(orderId: string, change: WatchOrderResponse): OrderEventJson {
  return {
    orderId,
    sequence: toJsonNumber(change.sequence),
    state: stateName(change.state),
    ...(change.occurredAt === undefined ? {} : { occurredAt: change.occurredAt.toISOString() }),
    ...(change.rejectionReason === '' ? {} : { rejectionReason: change.rejectionReason }),
  };
}

const names = new Map<OrderState, string>([
  [OrderState.ORDER_STATE_PENDING, 'PENDING'],
  [OrderState.ORDER_STATE_CONFIRMED, 'CONFIRMED'],
  [OrderState.ORDER_STATE_REJECTED, 'REJECTED'],
  [OrderState.ORDER_STATE_CANCELLED, 'CANCELLED'],
]);

function stateName(state: OrderState): string {
  const name = names.get(state);
  if (name === undefined) throw new Error(`an order in state ${state}, which has no name here`);
  return name;
}
