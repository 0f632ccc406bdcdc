import { failedPrecondition, invalidArgument, unavailable } from '@ballast/status';
import type { StatusError } from '@ballast/status';
import type { RejectedOrder, Shortage } from './order.ts';

/**
 * What PlaceOrder answers for an order that was rejected, the first time and every time after (but
 * NOT_IN_TIME: its key is forgotten).
 * `metadata.orderId` names the order. Each shortage is an entry of its own, `shortage-0`,
 * `shortage-1` and so on, with the JSON `{ sku, requested, available }`: entries that find no room
 * in the trailers are left out whole.
 */
export function errorOfRejection({ orderId, items, rejection }: RejectedOrder): StatusError {
  const { reason } = rejection;
  switch (reason) {
    case 'UNKNOWN_SKU': {
      const unknown = new Set(
        rejection.shortages.filter(({ unknownSku }) => unknownSku).map(({ sku }) => sku),
      );
      const fieldViolations = items.flatMap(({ sku }, index) =>
        unknown.has(sku)
          ? [{ field: `items[${index}].sku`, description: `no such sku, got ${sku}`, reason }]
          : [],
      );
      return invalidArgument(`no such sku: ${[...unknown].join(', ')}`, {
        reason,
        metadata: { orderId },
        fieldViolations,
      });
    }
    case 'INSUFFICIENT_STOCK':
      return failedPrecondition(
        `too little stock: ${rejection.shortages.map(inWords).join(', ')}`,
        {
          reason,
          metadata: { orderId, ...Object.fromEntries(rejection.shortages.map(asEntry)) },
        },
      );
    case 'RESERVATION_EXPIRED':
      return failedPrecondition('the stock was held, but not confirmed in time', {
        reason,
        metadata: { orderId },
      });
    case 'RESERVATION_RELEASED':
      return failedPrecondition('the stock was held, and given back before it was confirmed', {
        reason,
        metadata: { orderId },
      });
    case 'NOT_IN_TIME':
      return unavailable('the order could not be finished in time: order again', {
        ...{ reason, metadata: { orderId }, retryDelayMs: 1000 },
      });
    default:
      throw new Error(`unknown rejection ${String(rejection satisfies never)}`);
  }
}

function inWords({ sku, requested, available }: Shortage): string {
  return `${sku} (${requested} wanted, ${available} available)`;
}

function asEntry({ sku, requested, available }: Shortage, index: number): [string, string] {
  return [`shortage-${index}`, JSON.stringify({ sku, requested, available: Number(available) })];
}
