import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeConfig } from '@ballast/config';
import { expect, test } from 'vitest';
import { configSchema, loadOrdersConfig } from './config.ts';

test('nothing has to be set for local development', () => {
  expect(loadOrdersConfig({})).toMatchObject({
    ...{
      host: '127.0.0.1',
      port: 50051,
      placeBudgetMs: 800,
      writeBudgetMs: 2500,
      logLevel: 'info',
    },
    databaseUrl: 'postgres://postgres@127.0.0.1:5432/ballast',
    inventoryTarget: 'static:///127.0.0.1:50052',
  });
});

test('every wrong variable is named with its rule and its value', () => {
  const environment = { PORT: '-1', INVENTORY_TARGET: 'inventory', ORDERS_RELAY_POLL: '1' };
  expect(() => loadOrdersConfig(environment)).toThrow(
    /^PORT must be .*"-1"\nINVENTORY_TARGET must be .*"inventory"\nORDERS_RELAY_POLL must be .*"1"$/,
  );
});

test('an intent that the relay would take before its own call is done is refused', () => {
  const environment = { ORDERS_PLACE_BUDGET: '3s', ORDERS_INTENT_HOLD: '3s' };
  expect(() => loadOrdersConfig(environment)).toThrow(
    'ORDERS_INTENT_HOLD must be longer than ORDERS_PLACE_BUDGET (3000ms), got "3000ms"',
  );
  expect(loadOrdersConfig({ ...environment, ORDERS_INTENT_HOLD: '3001ms' })).toMatchObject({
    ...{ placeBudgetMs: 3000, intentHoldMs: 3001 },
  });
});

test('the mesh that it is in is found, or named', () => {
  expect(loadOrdersConfig({}).mesh).toMatchObject({
    mode: 'none',
    why: 'the process is in no pod',
  });
  expect(loadOrdersConfig({ BALLAST_MESH: 'sidecar' }).mesh).toMatchObject({ mode: 'sidecar' });
});

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const rowsOfReadme = readme.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

test.each(describeConfig(configSchema))('the README tells of $variable', (row) => {
  const { variable, description } = row;
  expect(rowsOfReadme).toContainEqual([
    '',
    `\`${variable}\``,
    row.default === '' ? '' : `\`${row.default}\``,
    description,
    '',
  ]);
});

test.each([
  ['::1', '[::1]:7'],
  ['0.0.0.0', '0.0.0.0:7'],
])('host %s and port 7 are the address %s', (host, address) => {
  expect(loadOrdersConfig({ HOST: host, PORT: '7' }).address).toBe(address);
});
