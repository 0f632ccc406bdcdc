import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pointerFromPath, violationsFromSchema, violationsFromStatus } from './violation.ts';

test.each([
  ['items[2].quantity', '/items/2/quantity'],
  ['customer_id', '/customerId'],
  ['items[0].unit_price_cents', '/items/0/unitPriceCents'],
  ['', ''],
  ['a/b~c', '/a~1b~0c'],
])('the path %j is the pointer %j', (path, pointer) => {
  expect(pointerFromPath(path)).toBe(pointer);
});

test('a pointer made of a path has as many steps as the path', () => {
  const step = fc.oneof(fc.stringMatching(/^[a-z][a-z_]{0,8}$/), fc.nat({ max: 99 }));
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,8}$/), fc.array(step), (first, steps) => {
      const path = steps.reduce<string>(
        (text, next) => (typeof next === 'number' ? `${text}[${next}]` : `${text}.${next}`),
        first,
      );
      expect(pointerFromPath(path).split('/')).toHaveLength(steps.length + 2);
    }),
  );
});

test('what services say of the key and the id is told where HTTP has them', () => {
  const say = (field: string): unknown =>
    violationsFromStatus([{ field, description: 'is bad' }], true)[0];
  expect(say('idempotency_key')).toMatchObject({ in: 'header', field: 'Idempotency-Key' });
  expect(say('order_id')).toMatchObject({ in: 'path', field: 'orderId' });
  expect(say('customer_id')).toMatchObject({ in: 'body', field: '/customerId' });
});

test('without a body the fields of a request are query parameters', () => {
  expect(violationsFromStatus([{ field: 'page_size', description: 'is bad' }], false)).toEqual([
    { in: 'query', field: 'pageSize', description: 'is bad' },
  ]);
});

test('an unknown field is named with its slashes escaped and at most 64 characters long', () => {
  const describe = (name: string): string | undefined =>
    violationsFromSchema(
      [
        {
          keyword: 'additionalProperties',
          instancePath: '/items/0',
          schemaPath: '',
          params: { additionalProperty: name },
        },
      ],
      'body',
    )[0]?.field;
  expect(describe('a/b')).toBe('/items/0/a~1b');
  expect(describe('x'.repeat(500))).toBe(`/items/0/${'x'.repeat(64)}…`);
});

test('of very many violations the first twenty are told', () => {
  const error = { keyword: 'type', instancePath: '/a', schemaPath: '', params: {} };
  expect(
    violationsFromSchema(
      Array.from({ length: 500 }, () => error),
      'body',
    ),
  ).toHaveLength(20);
});
