import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  MethodOptions_IdempotencyLevel as Level,
  type MethodDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import { expect, test } from 'vitest';
import { shopMethods } from './contract.fixture.ts';
import { loadContracts } from './load-contracts.ts';
import { findMethods } from './method.ts';

const describeShop = (...method: MessageInitShape<typeof MethodDescriptorProtoSchema>[]) =>
  create(FileDescriptorProtoSchema, { package: 'shop.v1', service: [{ name: 'Shop', method }] });

test('methods come with their paths and with what they may', () => {
  const of = (name: string, level?: Level) => ({
    name,
    ...(level !== undefined && { options: { idempotencyLevel: level } }),
  });
  const shop = describeShop(
    of('Buy', Level.IDEMPOTENT),
    of('Look', Level.NO_SIDE_EFFECTS),
    of('Break', Level.IDEMPOTENCY_UNKNOWN),
    { ...of('Watch', Level.NO_SIDE_EFFECTS), serverStreaming: true },
    { ...of('Fill', Level.IDEMPOTENT), clientStreaming: true },
  );
  expect(findMethods(shop)).toEqual(shopMethods);
});

test('a method without options may be repeated by nobody', () => {
  expect(findMethods(describeShop({ name: 'C', clientStreaming: true }))).toMatchObject([
    { name: 'C', isStreaming: true, staysOpen: false, isIdempotent: false, isReading: false },
  ]);
});

test('the contracts are those of the house, with what their options say', () => {
  const contracts = loadContracts();
  expect([...contracts.keys()]).toEqual(
    expect.arrayContaining(['admin', 'inventory', 'notifications', 'orders']),
  );
  expect(contracts.get('descriptor')).toBeUndefined();
  const [place] = contracts.get('orders') ?? [];
  expect(place).toEqual({
    ...{ name: 'PlaceOrder', path: '/ballast.orders.v1.OrdersService/PlaceOrder' },
    ...{ isStreaming: false, staysOpen: false, isIdempotent: true, isReading: false },
  });
});
