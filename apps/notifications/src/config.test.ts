import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeConfig } from '@ballast/config';
import { expect, test } from 'vitest';
import { configSchema, loadNotificationsConfig } from './config.ts';

test('nothing has to be set for local development', () => {
  expect(loadNotificationsConfig({})).toMatchObject({
    ...{ host: '127.0.0.1', port: 50053, logLevel: 'info' },
    databaseUrl: 'postgres://postgres@127.0.0.1:5432/ballast',
  });
});

test('every wrong variable is named with its rule and its value', () => {
  const environment = { PORT: '70000', NOTIFICATIONS_DRAIN_GRACE: '5', LOG_LEVEL: 'loud' };
  expect(() => loadNotificationsConfig(environment)).toThrow(
    /^PORT must be .*70000.*\nNOTIFICATIONS_DRAIN_GRACE must be .*"5"\nLOG_LEVEL must be .*"loud"$/,
  );
});

test('the mesh that it is in is found, or named', () => {
  expect(loadNotificationsConfig({}).mesh).toMatchObject({
    mode: 'none',
    why: 'the process is in no pod',
  });
  expect(loadNotificationsConfig({ BALLAST_MESH: 'sidecar' }).mesh).toMatchObject({
    mode: 'sidecar',
  });
});

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const rowsOfReadme = readme.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

test.each(describeConfig(configSchema))('the README tells of $variable', (row) => {
  const { variable, description } = row;
  expect(rowsOfReadme).toContainEqual([
    '',
    `\`${variable}\``,
    `\`${row.default}\``,
    description,
    '',
  ]);
});

test.each([
  ['::1', '[::1]:7'],
  ['0.0.0.0', '0.0.0.0:7'],
])('host %s and port 7 are the address %s', (host, address) => {
  expect(loadNotificationsConfig({ HOST: host, PORT: '7' }).address).toBe(address);
});
