import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OrderEvent } from './order-event.ts';
import { writeNotification } from './write-notification.ts';

const event: OrderEvent = {
  orderId: 'o-1',
  sequence: 2n,
  customerId: 'ada',
  state: 'CONFIRMED',
  totalCents: 1205n,
  rejectionReason: '',
  occurredAt: new Date(5),
};

test.each([
  ['PENDING', {}, /^We have your order o-1 /],
  ['CONFIRMED', {}, /^Your order o-1 is confirmed: 12\.05 in all\.$/],
  ['REJECTED', { rejectionReason: 'INSUFFICIENT_STOCK' }, /not enough of what you want\.$/],
  ['REJECTED', { rejectionReason: 'SOMETHING_NEW' }, /: SOMETHING_NEW\.$/],
  ['REJECTED', {}, /the reason was not told\.$/],
  ['CANCELLED', {}, /^Your order o-1 is cancelled/],
  ['UNKNOWN', {}, /^Your order o-1 has changed\.$/],
] as const)('a change to %s with %j is told in words', (state, rest, text) => {
  expect(writeNotification({ ...event, state, ...rest }).text).toMatch(text);
});

test('a message keeps what it is about', () => {
  const { totalCents: _, rejectionReason: __, ...about } = event;
  expect(writeNotification(event)).toMatchObject(about);
});

test('every price is told to the cent, however large', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (totalCents) => {
      const { text } = writeNotification({ ...event, totalCents });
      const [, units = '', cents = ''] = /: (\d+)\.(\d\d) in all/.exec(text) ?? [];
      expect(BigInt(units) * 100n + BigInt(cents)).toBe(totalCents);
    }),
  );
});
