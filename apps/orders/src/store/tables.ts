import type { OrderState, Rejection } from '../domain/order.ts';

/** The tables of the orders service; 64-bit numbers come as `bigint`. */
export interface OrdersTables {
  orders: OrderColumns;
  order_line: {
    order_id: string;
    line: number;
    sku: string;
    quantity: number;
    unit_price_cents: bigint;
  };
}

interface OrderColumns {
  order_id: string;
  customer_id: string;
  state: OrderState;
  sequence: bigint;
  total_cents: bigint;
  rejection_reason: Rejection['reason'] | null;
  shortages: ShortageRow[] | null;
  created_at: Date;
}

/** An order as statements return it, its lines in one column. */
export interface OrderRow extends OrderColumns {
  lines: LineRow[];
}

/** Sku, quantity, price of one unit; the price as text, since numbers in JSON are not exact past 2^53. */
export type LineRow = readonly [string, number, string];

/** A shortage in the JSON of a rejected order; `available` as text for the same reason. */
export interface ShortageRow {
  sku: string;
  requested: number;
  available: string;
  unknownSku: boolean;
}
