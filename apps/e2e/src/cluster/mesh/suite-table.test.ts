import { expect, test } from 'vitest';
import type { Scenario } from '../../scenario.ts';
import type { Line } from './run-log.ts';
import { describeSuite } from './suite-table.ts';

const scenario = (name: string, needs: Scenario['needs'] = []): Scenario => ({
  ...{ name, needs, cases: [] },
});

const ended = (name: string, passed: boolean): Line => ({
  ...{ kind: 'case', scenario: 'orders', name, passed },
});

test('of each case the last outcome counts', () => {
  const lines = [ended('a', false), ended('b', true), ended('a', true)];
  const { rows } = describeSuite([scenario('orders')], [{ mesh: 'none', lines }]);
  expect(rows).toEqual([['orders', '2 of 2']]);
});

test('what a mode cannot show says why, what has not run says so, what ran nowhere is left out', () => {
  const { columns, rows } = describeSuite(
    [scenario('orders', ['own discovery']), scenario('other')],
    [
      { mesh: 'none', lines: [ended('a', false)] },
      { mesh: 'sidecar', lines: [] },
    ],
  );
  expect(columns).toEqual(['scenario', 'none', 'sidecar']);
  expect(rows).toEqual([['orders', '0 of 1', '(own discovery)']]);
  const open = describeSuite(
    [scenario('orders')],
    [
      { mesh: 'none', lines: [ended('a', true)] },
      { mesh: 'sidecar', lines: [] },
    ],
  );
  expect(open.rows).toEqual([['orders', '1 of 1', 'not run']]);
});
