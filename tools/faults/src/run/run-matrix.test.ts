// A piece of the matrix, with real processes: what fails and what is tried, never how long it takes.
import { expect, test } from 'vitest';
import type { Group, Participant } from '../plan/cell.ts';
import type { CellResult } from './cell-result.ts';
import { runMatrix } from './run-matrix.ts';

const usual = { kind: 'unary', replicas: 3, perSecond: 60, calls: 120, isAlone: false } as const;
const groups: readonly Group[] = [
  { ...usual, scenario: 'fail-fast', variants: ['no retries', 'retries'] },
  {
    ...{ ...usual, scenario: 'business-errors', kind: 'server-streaming' },
    variants: ['no retries'],
  },
  { ...usual, scenario: 'all-fail', variants: ['retries'] },
];

test('a seeded piece of the matrix', { timeout: 120_000 }, async () => {
  const { cells, problems } = await runMatrix({
    groups,
    ...{ seed: 7, recoveryMs: 0, timeoutMs: 60_000 },
  });
  expect(problems).toEqual([]);
  const find = (scenario: string, participant: Participant) => {
    const found = cells.find(
      (result) => result.scenario === scenario && result.participant === participant,
    );
    return (found as CellResult).figures;
  };
  // round_robin sends a third of the calls to the host that fails them, for as long as it does.
  const baseline = find('fail-fast', 'round_robin');
  expect(baseline.failed / baseline.calls).toBeGreaterThan(0.25);
  expect(find('fail-fast', 'no retries').failed).toBeLessThan(baseline.failed / 3);
  expect(find('fail-fast', 'retries').failed).toBe(0);
  // An answer that a caller does not like is no reason to leave a host alone.
  const business = find('business-errors', 'no retries');
  expect(business.failed).toBe(0);
  expect(business.badShare).toBeGreaterThan(0.5 / 3);
  const { attempts, calls, callsBefore } = find('all-fail', 'retries');
  // The budget: a tenth of the calls, those before included; and one a second in any case.
  expect(attempts - calls).toBeLessThanOrEqual((calls + callsBefore) / 10 + 10);
});
