import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildContractSet } from './contract-set.ts';
import type { ContractSet } from './contract-set.ts';
import { loadPolicy } from './policies.ts';

const repository = join(import.meta.dirname, '../../../..');
const file = 'protos/ballast/orders/v1/orders.policy.json';
let root: string;
let contracts: ContractSet;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-policy-'));
  cpSync(join(repository, 'protos'), join(root, 'protos'), { recursive: true });
  contracts = buildContractSet(root);
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

test.each([
  ['names an unknown method', '"PlaceOrder"', '"PlaceOrders"', 'has no method PlaceOrders'],
  [
    'speaks of another service',
    'orders.v1.OrdersService',
    'x.v1.XService',
    'it speaks of ballast.x.v1.XService',
  ],
  ['names a method twice', '"CancelOrder"', '"PlaceOrder"', 'PlaceOrder is configured twice'],
  ['forgets a unary method', /\{[^{}]*"GetOrder"\s*\},/, '', 'GetOrder is not configured'],
  ['limits a stream', '"method": "GetOrder"', '"method": "WatchOrder"', 'WatchOrder is a stream'],
  ['sets no deadline', /"timeout": "5s",/, '', 'PlaceOrder needs a timeout'],
  ['is not JSON', '{', '', 'is not JSON'],
])('a published policy that %s is refused', (_what, from, to, complaint) => {
  writePolicy(from, to);
  expect(() => loadOrdersPolicy(contracts)).toThrow(complaint);
});

test('a policy that retries what may not be repeated is refused', () => {
  writePolicy('', '');
  const proto = join(root, 'protos/ballast/orders/v1/orders.proto');
  const text = readFileSync(proto, 'utf8');
  writeFileSync(proto, text.replace('level = IDEMPOTENT;', 'level = IDEMPOTENCY_UNKNOWN;'));
  expect(() => loadOrdersPolicy(buildContractSet(root))).toThrow('PlaceOrder may not be retried');
});

test('a service without a published policy is refused', () => {
  rmSync(join(root, file));
  expect(() => loadOrdersPolicy(contracts)).toThrow(`${file} is missing`);
});

function writePolicy(from: string | RegExp, to: string): void {
  writeFileSync(join(root, file), readFileSync(join(repository, file), 'utf8').replace(from, to));
}

function loadOrdersPolicy({ services }: ContractSet): void {
  const service = services.find(({ name }) => name === 'OrdersService');
  expect.assert(service !== undefined);
  loadPolicy(root, service);
}
