import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeConfig } from '@ballast/config';
import { expect, test } from 'vitest';
import { startShop } from '../test/shop.ts';
import { configSchema, loadGatewayConfig } from './config.ts';

test('the mesh that it is in is found, or named', () => {
  expect(loadGatewayConfig({}).mesh).toMatchObject({
    mode: 'none',
    why: 'the process is in no pod',
  });
  expect(loadGatewayConfig({ BALLAST_MESH: 'sidecar' }).mesh).toMatchObject({ mode: 'sidecar' });
});

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const cells = readme
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));

test.each(describeConfig(configSchema))('the README tells of $variable', (row) => {
  const { variable, default: preset, description } = row;
  expect(cells).toContainEqual(['', variable, preset, description, '']);
});

test('an empty environment is enough', () => {
  expect(loadGatewayConfig({})).toMatchObject({ host: '127.0.0.1', port: 8080 });
});

test('heartbeats come more often than a quiet connection is given up', () => {
  expect(() => loadGatewayConfig({ GATEWAY_EVENTS_HEARTBEAT: '31s' })).toThrow(
    /^GATEWAY_EVENTS_HEARTBEAT must be .* 30000ms, got "31s"$/,
  );
});

test('the admin service stays on the machine, wherever requests are taken', async () => {
  expect(loadGatewayConfig({ HOST: '0.0.0.0' })).toMatchObject({ adminHost: '127.0.0.1' });
  await using shop = await startShop({ host: '::1' });
  expect(shop.gateway.address).toMatch(/^\[::1\]:/);
  expect(shop.gateway.adminAddress).toMatch(/^127\.0\.0\.1:/);
});
