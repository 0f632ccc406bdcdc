import type { Json } from '@ballast/persistence';
import type { Stock } from '../domain/stock.ts';

/** The stream of the event log that every change of stock is written to. */
export const stockStream = 'stock';

/** What wakes its followers; the name that `createEventLog` gives to this stream's hints. */
export const stockHint = `events:${stockStream}`;

/**
 * The end of a statement that changes stock: writes an event for each row of its CTE `changed`, key
 * and sequence being sku and version. The rows are locked then, so the events of a sku take their
 * ids in the order of its versions.
 */
export const journal = `
    INSERT INTO event_log (stream, key, sequence, payload)
    SELECT '${stockStream}', c.sku, c.version, jsonb_build_object('name', c.name,
      'priceCents', c.price_cents::text, 'received', c.received::text,
      'onHand', c.on_hand::text, 'reserved', c.reserved::text)
    FROM changed c`;

/** The payload of an event; numbers as text, since JSON's are not exact past 2^53. */
export type StockPayload = {
  readonly [Field in 'name' | 'priceCents' | 'received' | 'onHand' | 'reserved']: string;
} & Json;

/** The stock after a change, from its event. */
export function toChangedStock(event: {
  readonly key: string;
  readonly sequence: bigint;
  readonly payload: StockPayload;
}): Stock {
  const { name, priceCents, received, onHand, reserved } = event.payload;
  return {
    sku: event.key,
    name,
    priceCents: BigInt(priceCents),
    received: BigInt(received),
    onHand: BigInt(onHand),
    reserved: BigInt(reserved),
    version: event.sequence,
  };
}
