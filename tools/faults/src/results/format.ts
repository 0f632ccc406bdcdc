import type { CellResult } from '../run/cell-result.ts';

export function formatMs(ms: number | undefined): string {
  if (ms === undefined || Number.isNaN(ms)) return '–';
  return ms < 10 ? ms.toFixed(1) : ms.toFixed(0);
}

/** `met`, `not met` with what was asked and seen, or a dash where nothing was asked. */
export function formatVerdicts({ verdicts }: CellResult): string {
  if (verdicts.length === 0) return '–';
  const unmet = verdicts.filter(({ isMet }) => !isMet);
  if (unmet.length === 0) return `met: ${verdicts.map(({ goal }) => goal).join(', ')}`;
  return `**not met**: ${unmet.map(({ goal, seen }) => `${goal}, seen ${seen}`).join('; ')}`;
}

export function formatExtras({ overload, absence }: CellResult): string {
  if (overload !== undefined) {
    const { goodputPerSecond, capacityPerSecond, criticalServed } = overload;
    return (
      `goodput ${goodputPerSecond.toFixed(0)} of ${capacityPerSecond}/s, ` +
      `critical served ${(criticalServed * 100).toFixed(1)} %, ` +
      `p99 unloaded ${formatMs(overload.unloadedP99Ms)} ms, admitted ${formatMs(overload.admittedP99Ms)} ms`
    );
  }
  if (absence === undefined) return '';
  return `refused p99 ${formatMs(absence.refusedP99Ms)} ms, back after ${formatMs(absence.backMs)} ms`;
}

/** One line for a terminal. */
export function formatCell(result: CellResult): string {
  const { participant, figures: f, verdicts } = result;
  const mark = verdicts.length === 0 ? ' ' : verdicts.every(({ isMet }) => isMet) ? '✓' : '✗';
  return [
    `  ${mark} ${participant.padEnd(11)}`,
    `${f.failed} of ${f.calls} failed`.padEnd(21),
    `${f.attempts} attempts`.padEnd(15),
    `p50 ${formatMs(f.p50Ms)} p99 ${formatMs(f.p99Ms)} p99.9 ${formatMs(f.p999Ms)} ms`.padEnd(36),
    Object.entries(f.codes)
      .map(([code, count]) => `${code}: ${count}`)
      .join(', ')
      .padEnd(16),
    `found ${formatMs(f.detectMs)} back ${formatMs(f.recoverMs)} ms`,
    formatExtras(result),
  ].join(' ');
}
