export type OrderState = 'PENDING' | 'CONFIRMED' | 'REJECTED' | 'CANCELLED';

export interface ProductList {
  readonly products: readonly Product[];
}

/** As the gateway tells it. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  /** Text where the number is too large for JSON. */
  readonly priceCents: number | string;
  readonly available: number | string;
  /** Inventory is away: this is what was known last. */
  readonly stale?: true;
}

export interface OrderItem {
  readonly sku: string;
  readonly quantity: number;
}

export interface OrderRequest {
  readonly customerId: string;
  readonly items: readonly OrderItem[];
  /** Absent: a new one. */
  readonly idempotencyKey?: string;
}

/** Whatever the gateway said; the console's own answer is 200 then, and 502 where it said nothing. */
export interface OrderAnswer {
  readonly httpStatus: number;
  /** Its trace: `GET /api/traces/:traceId`. The spans come up to a second or two later. */
  readonly traceId: string;
  readonly durationMs: number;
  /** With 200, 201 and 202. */
  readonly order?: Order;
  /** With all others: the gateway's `detail` and `reason`. */
  readonly detail?: string;
  readonly reason?: string;
}

export interface Order {
  readonly orderId: string;
  readonly customerId: string;
  readonly state: OrderState;
  readonly items: readonly (OrderItem & { readonly unitPriceCents: number | string })[];
  readonly totalCents: number | string;
  readonly rejectionReason?: string;
  readonly createdAt?: string;
}

/** Data of a `state` event. */
export interface OrderChange {
  readonly orderId: string;
  readonly sequence: number | string;
  readonly state: OrderState;
  readonly occurredAt?: string;
  readonly rejectionReason?: string;
}
