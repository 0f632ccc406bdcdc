import { quantile } from '@ballast/tool-sim';
import type { LoadRun, RequestKind, SeenRequest } from './run-load.ts';

/** A request that a person would call failed: no answer, or 5xx. Short stock is an answer. */
export const isFailed = ({ status }: Pick<SeenRequest, 'status'>): boolean =>
  status === 0 || status >= 500;

const COLUMNS = ['request', 'sent', 'failed', 'p50 ms', 'p90 ms', 'p99 ms', 'p99.9 ms', 'max ms'];

/** A table by kind of request, and what was answered how often. */
export function describeLoad({ seen, skipped, tookMs }: LoadRun): string {
  const kinds: readonly RequestKind[] = ['browse', 'order'];
  const rows = kinds
    .map((kind) => [kind, seen.filter((each) => each.kind === kind)] as const)
    .filter(([, own]) => own.length > 0)
    .map(([kind, own]) => [kind, ...figuresOf(own)]);
  const lines = [
    pad(COLUMNS),
    ...rows.map(pad),
    '',
    `${(seen.length / (tookMs / 1000)).toFixed(1)} answers a second; ${describeStatuses(seen)}`,
  ];
  if (skipped > 0) lines.push(`${skipped} requests were not begun: too many were under way`);
  return lines.join('\n');
}

function figuresOf(seen: readonly SeenRequest[]): readonly string[] {
  const tookMs = seen.map((each) => each.tookMs).toSorted((a, b) => a - b);
  return [
    String(seen.length),
    String(seen.filter(isFailed).length),
    ...[0.5, 0.9, 0.99, 0.999].map((share) => quantile(tookMs, share).toFixed(1)),
    (tookMs.at(-1) ?? NaN).toFixed(1),
  ];
}

function describeStatuses(seen: readonly SeenRequest[]): string {
  const counts = new Map<number, number>();
  for (const { status } of seen) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${status === 0 ? 'no answer' : status}: ${count}`)
    .join(', ');
}

const pad = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(8) : cell.padStart(9))).join('');
