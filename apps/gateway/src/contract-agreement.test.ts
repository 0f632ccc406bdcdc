// What the gateway checks with (JSON Schema) and what the services check with (protovalidate
// over the descriptors) must be the same rules.
import { createFileRegistry, create, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createValidator } from '@bufbuild/protovalidate';
import { descriptors, requestSchemas } from '@ballast/contracts';
import { AjvCompiler } from '@fastify/ajv-compiler';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors));
const compile = AjvCompiler()(
  {},
  { customOptions: { coerceTypes: false, removeAdditional: false } },
);

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 130 }),
  fc.string({ minLength: 60, maxLength: 130, unit: fc.constantFrom('a', 'Z', '7') }),
);
const skus = fc.oneof(
  fc.constantFrom('', 'tea', '-tea', 'a'.repeat(64), 'a'.repeat(65), 'té', 'a b', 'A.b_c-9'),
  fc.string({ maxLength: 70 }),
);
const items = fc.oneof(
  fc.array(fc.record({ sku: skus, quantity: fc.integer({ min: -2, max: 1002 }) }), {
    maxLength: 52,
    size: 'max',
  }),
  fc.array(fc.record({ sku: fc.constantFrom('tea', 'mug'), quantity: fc.constantFrom(1, 1000) }), {
    maxLength: 3,
  }),
);

test.each([
  [
    'PlaceOrderRequest',
    fc.record({
      idempotencyKey: text,
      customerId: fc.oneof(text, fc.constant('ada@example')),
      items,
    }),
  ],
  [
    'ListOrdersRequest',
    fc.record({
      customerId: fc.constantFrom('ada', '', '@'),
      pageSize: fc.integer({ min: -2, max: 102 }),
      pageToken: fc.oneof(text, fc.string({ minLength: 250, maxLength: 260 })),
    }),
  ],
  ['GetOrderRequest', fc.record({ orderId: text })],
  ['CancelOrderRequest', fc.record({ orderId: text })],
] as const)('%s: both accept the same', (name, values) => {
  const message = registry.getMessage(`ballast.orders.v1.${name}`);
  expect.assert(message !== undefined);
  const acceptedAsJson = compile({
    schema: requestSchemas[name],
    method: 'POST',
    url: '/',
    httpPart: 'body',
  });
  const validator = createValidator({ registry });
  const verdicts = new Set<boolean>();
  fc.assert(
    fc.property(values as fc.Arbitrary<Record<string, unknown>>, (value) => {
      const asMessage = validator.validate(message, create(message, value)).kind === 'valid';
      verdicts.add(asMessage);
      expect(acceptedAsJson(value)).toBe(asMessage);
    }),
    { numRuns: 200 },
  );
  // Neither side of the border was left untried.
  expect(verdicts).toEqual(new Set([true, false]));
});
