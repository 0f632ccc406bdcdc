import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeConfig } from '@ballast/config';
import { expect, test } from 'vitest';
import { configSchema, loadConsoleConfig } from './config.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const cells = readme
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));

test.each(describeConfig(configSchema))('the README tells of $variable', (row) => {
  const { variable, default: preset, description } = row;
  expect(cells).toContainEqual(['', variable, preset, description, '']);
});

test('an empty environment is enough', () => {
  expect(loadConsoleConfig({})).toMatchObject({ host: '127.0.0.1', port: 9000, targets: {} });
});

test('targets may hold commas of their own', () => {
  const { targets } = loadConsoleConfig({
    CONSOLE_TARGETS: 'orders=static:///a:1,b:2,inventory=dns-poll:///inventory:50052',
  });
  expect(targets).toEqual({
    orders: 'static:///a:1,b:2',
    inventory: 'dns-poll:///inventory:50052',
  });
});

test.each(['orders', 'orders=nowhere', 'orders=dns:///a,orders=dns:///b', '=dns:///a'])(
  'targets are refused where they are %j',
  (text) => {
    expect(() => loadConsoleConfig({ CONSOLE_TARGETS: text })).toThrow(/^CONSOLE_TARGETS must be /);
  },
);
