// What happens while one looks elsewhere: said politely, shown for a while, kept in the log.
import { effect, signal } from '@preact/signals';
import type { Happening } from '../../src/api.ts';
import { happenings, snapshot } from '../live/stream.ts';

export interface Announcement {
  readonly key: string;
  readonly text: string;
  readonly severity: Happening['severity'];
  readonly traceId?: string;
}

const SHOWN_MS = 7000;
const MAX_SHOWN = 3;

export const announcements = signal<readonly Announcement[]>([]);

let count = 0;

export function announce(text: string, severity: Happening['severity'], traceId?: string): void {
  const key = `said-${(count += 1)}`;
  const announcement = { key, text, severity, ...(traceId === undefined ? {} : { traceId }) };
  const others = announcements.peek().filter((one) => one.text !== text);
  announcements.value = [...others, announcement].slice(-MAX_SHOWN);
  setTimeout(() => dismiss(key), SHOWN_MS);
}

export function dismiss(key: string): void {
  announcements.value = announcements.peek().filter((one) => one.key !== key);
}

/** Says what is new in each snapshot; what was there at the start is old. */
export function announceHappenings(): void {
  let newest: number | undefined;
  effect(() => {
    if (snapshot.value === null) return;
    const all = happenings.value;
    const latest = all[0]?.id ?? 0;
    const before = newest;
    newest = latest;
    // A console that was started again counts from 1 again: its past is no news either.
    if (before === undefined || latest < before) return;
    const news = all.filter((one) => one.id > before && isWorthSaying(one));
    const swarm = news.findLast(({ kind }) => kind === 'ejection');
    const said = news.filter((one) => one.kind !== 'ejection' || one === swarm);
    for (const { text, severity, traceId } of said.slice(0, MAX_SHOWN).reverse()) {
      announce(text, severity, traceId);
    }
  });
}

/** What comes in swarms, or what the person did a moment ago, is for the log alone. */
function isWorthSaying({ severity, kind }: Happening): boolean {
  return severity !== 'info' || kind === 'replica' || kind === 'platform';
}
