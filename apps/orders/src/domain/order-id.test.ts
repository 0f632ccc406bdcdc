import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOrderId, isOrderId } from './order-id.ts';

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test('an order id is a UUID of version 7', () => {
  fc.assert(
    fc.property(time, (nowMs) => {
      const id = createOrderId(nowMs);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(isOrderId(id)).toBe(true);
    }),
  );
});

test('the example of RFC 9562, appendix A.6, comes out', () => {
  const random = () => Buffer.from('0cc318c4dc0c0c07398f', 'hex');
  expect(createOrderId(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

test('ids of later times sort later', () => {
  fc.assert(
    fc.property(time, time, (some, other) => {
      const [earlier, later] = some < other ? [some, other] : [other, some];
      fc.pre(earlier < later);
      expect(createOrderId(earlier) < createOrderId(later)).toBe(true);
    }),
  );
});

test('two ids of one moment differ', () => {
  expect(createOrderId(1)).not.toBe(createOrderId(1));
});

test.each([
  '',
  'o-1',
  '017f22e2-79b0-7cc3-98c4-dc0c0c07398',
  '017F22E2-79B0-7CC3-98C4-DC0C0C07398F',
])('the text "%s" is no order id', (text) => {
  expect(isOrderId(text)).toBe(false);
});
