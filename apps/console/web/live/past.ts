import { computed, effect, signal } from '@preact/signals';
import type { EdgeSeries, History } from '../../src/api.ts';
import { emptyHistory, mergeHistory } from './merge-history.ts';
import { read } from './requests.ts';
import { snapshot } from './stream.ts';
import { trimHistory } from './trim-history.ts';

const whole = signal<History>(emptyHistory);

/** The last five minutes, or what is known of them. */
export const past = computed(() => trimHistory(whole.value));

/** The youngest moments are asked for again: calls that began in them may have ended since. */
const REVISED_MOMENTS = 4;

let isReading = false;

/** Asks for what is younger with every snapshot, one question at a time. */
export function followPast(): void {
  effect(() => {
    if (snapshot.value === null || isReading) return;
    isReading = true;
    const sinceMs = whole.peek().atMs.at(-REVISED_MOMENTS);
    read<History>(`/api/history${sinceMs === undefined ? '' : `?sinceMs=${sinceMs}`}`)
      .then((news) => (whole.value = mergeHistory(whole.peek(), news)))
      // The header says that the server is away; the next snapshot asks again.
      .catch(() => undefined)
      .finally(() => (isReading = false));
  });
}

/** What users saw over time: requests at the gateway. */
export function frontOf(history: History): EdgeSeries | undefined {
  return history.edges.find(({ from }) => from === 'browser');
}

export type Column = readonly (number | null)[];

/** The share of calls that succeeded; null where there was none. */
export function successColumn(edge: EdgeSeries | undefined): Column {
  if (edge === undefined) return [];
  return edge.callsPerSecond.map((calls, index) => {
    const errors = edge.errorsPerSecond[index] ?? 0;
    return calls === null || calls <= 0 ? null : Math.max(0, 1 - errors / calls);
  });
}

/** Moment by moment the sum of what is known. */
export function sumColumns(columns: readonly Column[], length: number): Column {
  return Array.from({ length }, (_, index) => {
    const known = columns.map((column) => column[index] ?? null).filter((one) => one !== null);
    return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
  });
}
