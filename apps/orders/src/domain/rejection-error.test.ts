import { decodeStatus, encodeStatusDetails } from '@ballast/status';
import { expect, test } from 'vitest';
import type { RejectedOrder, Rejection, Shortage } from './order.ts';
import { errorOfRejection } from './rejection-error.ts';

const orderOf = (rejection: Rejection, skus = ['a', 'b', 'c']): RejectedOrder => ({
  orderId: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  customerId: 'c1',
  createdAt: new Date(0),
  sequence: 2n,
  state: 'REJECTED',
  items: skus.map((sku) => ({ sku, quantity: 9 })),
  rejection,
});

const short = (sku: string): Shortage => ({ sku, requested: 9, available: 2n, unknownSku: false });
const unknown = (sku: string): Shortage => ({ sku, requested: 9, available: 0n, unknownSku: true });

/** The error as a caller receives it. */
const received = (rejection: Rejection, skus?: string[]) => {
  const error = errorOfRejection(orderOf(rejection, skus));
  return decodeStatus(error.code, error.message, encodeStatusDetails(error));
};

test('short stock says which skus, how many were wanted and how many there are', () => {
  const rejection: Rejection = {
    reason: 'INSUFFICIENT_STOCK',
    shortages: [short('a'), short('c')],
  };
  expect(received(rejection)).toMatchObject({
    code: 9,
    reason: 'INSUFFICIENT_STOCK',
    message: 'too little stock: a (9 wanted, 2 available), c (9 wanted, 2 available)',
    metadata: {
      orderId: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
      'shortage-0': '{"sku":"a","requested":9,"available":2}',
      'shortage-1': '{"sku":"c","requested":9,"available":2}',
    },
  });
});

test('of many shortages as many travel as there is room for, each of them whole', () => {
  const skus = Array.from({ length: 50 }, (_, index) => `${'x'.repeat(60)}-${index}`);
  const rejection: Rejection = { reason: 'INSUFFICIENT_STOCK', shortages: skus.map(short) };
  const { orderId, ...shortages } = received(rejection, skus).metadata;
  expect(orderId).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  const whole = Object.values(shortages).map((text) => JSON.parse(text) as unknown);
  expect(whole.length).toBeGreaterThan(4);
  expect(whole).toEqual(
    skus.slice(0, whole.length).map((sku) => ({ sku, requested: 9, available: 2 })),
  );
});

test('an unknown sku is named by its field, whatever else is short', () => {
  const rejection: Rejection = {
    reason: 'UNKNOWN_SKU',
    shortages: [short('a'), unknown('b'), unknown('c')],
  };
  expect(received(rejection)).toMatchObject({
    code: 3,
    reason: 'UNKNOWN_SKU',
    fieldViolations: [{ field: 'items[1].sku' }, { field: 'items[2].sku' }],
  });
});

test.each(['RESERVATION_EXPIRED', 'RESERVATION_RELEASED'] as const)(
  '%s is a precondition that failed',
  (reason) => {
    expect(received({ reason })).toMatchObject({ code: 9, reason });
  },
);

test('an order that was refused for time is UNAVAILABLE, with the time to come back', () => {
  expect(received({ reason: 'NOT_IN_TIME' })).toMatchObject({
    ...{ code: 14, reason: 'NOT_IN_TIME', retryDelayMs: 1000 },
  });
});
