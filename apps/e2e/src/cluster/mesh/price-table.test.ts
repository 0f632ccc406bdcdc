import { expect, test } from 'vitest';
import { describePrices, type PriceRow } from './price-table.ts';

const round = (programCpuMs: number, sidecarCpuMs: number, p50Ms: number) => ({
  ...{ calls: 100, failed: 1, p50Ms, p99Ms: 10 * p50Ms },
  ...{ programCpuMs, sidecarCpuMs, programMiB: 60, sidecarMiB: sidecarCpuMs === 0 ? 0 : 40 },
});

const rows: PriceRow[] = [
  { mesh: 'none', kind: 'call', ratePerSecond: 15, rounds: [round(2, 0, 1), round(4, 0, 3)] },
  { mesh: 'sidecar', kind: 'call', ratePerSecond: 15, rounds: [round(2, 1, 2), round(4, 4, 4)] },
];
const plain = (columns: readonly string[], lines: readonly (readonly string[])[]) =>
  [columns, ...lines].map((cells) => cells.join(' | ')).join('\n');

test('a mode is compared with none round by round, and stands there by its median and its range', () => {
  const text = describePrices(rows, plain);
  expect(text).toContain('15 a second, one mode after the other, medians of 2 rounds');
  expect(text).toContain('none | 200 | 2 | 2.00 (1.00–3.00) ms');
  expect(text).toMatch(/^sidecar \| 200 \| 2 \| .* \| 1\.75 \(1\.50–2\.00\)$/m);
});

test('what a pod weighs is told with its sidecar and without', () => {
  expect(describePrices(rows, plain)).toContain('sidecar | 60 MiB | 40 MiB | 100 MiB');
});
