import { requestSchemas } from '@ballast/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOpenApi } from '../test/documented.ts';
import type { OpenApi, Operation } from '../test/documented.ts';
import { startShop } from '../test/shop.ts';
import type { Shop } from '../test/shop.ts';

let shop: Shop;
let document: OpenApi;

beforeAll(async () => {
  shop = await startShop();
  document = await readOpenApi(shop.url);
});
afterAll(() => shop[Symbol.asyncDispose]());

test('the document is OpenAPI 3.1 and names itself', () => {
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: expect.any(String), version: expect.any(String) },
  });
});

test('it has each operation once', () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => [operationId, method, path]),
  );
  expect(operations.toSorted()).toEqual([
    ['cancelOrder', 'post', '/v1/orders/{orderId}/cancel'],
    ['isAlive', 'get', '/livez'],
    ['isReady', 'get', '/readyz'],
    ['listOrders', 'get', '/v1/orders'],
    ['listProducts', 'get', '/v1/products'],
    ['placeOrder', 'post', '/v1/orders'],
    ['readOrder', 'get', '/v1/orders/{orderId}'],
    ['watchOrder', 'get', '/v1/orders/{orderId}/events'],
    ['watchProducts', 'get', '/v1/products/events'],
  ]);
});

test('each operation has a summary, a tag that is declared, and answers with descriptions', () => {
  const tags = (document as OpenApi & { tags: { name: string }[] }).tags.map(({ name }) => name);
  for (const operation of operations()) {
    expect(operation).toMatchObject({ summary: expect.stringMatching(/.+/) });
    expect(tags).toContain((operation as Operation & { tags: string[] }).tags[0]);
    const answers = Object.entries(operation.responses);
    expect(answers.length).toBeGreaterThan(0);
    for (const [status, answer] of answers) {
      expect(status).toMatch(/^[2345]\d\d$/);
      expect(answer).toMatchObject({ description: expect.stringMatching(/.+/) });
    }
  }
});

test('each variable part of a path is declared as a required parameter, and no other', () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters = [] } of Object.values(methods)) {
      const declared = parameters.filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(names);
      expect(declared.filter((parameter) => !('required' in parameter))).toEqual([]);
    }
  }
});

test('each reference leads to a component, and each component is spoken of', () => {
  const text = JSON.stringify(document);
  const components = Object.keys(document.components.schemas);
  for (const [, reference = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
    expect(components.map((name) => `#/components/schemas/${name}`)).toContain(reference);
  }
  const spokenOf = components.filter(
    (name) => text.includes(`"#/components/schemas/${name}"`) || text.includes(`is a ${name}.`),
  );
  expect(spokenOf).toEqual(components);
});

test('the limits of the contract stand in the document as they are', () => {
  const body = document.paths['/v1/orders']?.['post']?.requestBody?.content['application/json'];
  const { customerId, items } = requestSchemas.PlaceOrderRequest.properties;
  expect(body?.schema).toMatchObject({
    properties: { customerId, items },
    required: ['customerId', 'items'],
    additionalProperties: false,
  });
});

test('the key is a header that is required', () => {
  expect(document.paths['/v1/orders']?.['post']?.parameters).toEqual([
    expect.objectContaining({ in: 'header', name: 'idempotency-key', required: true }),
  ]);
});

function operations(): readonly Operation[] {
  return Object.values(document.paths).flatMap((methods) => Object.values(methods));
}
