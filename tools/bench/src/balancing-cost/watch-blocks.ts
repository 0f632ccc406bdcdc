import { PerformanceObserver } from 'node:perf_hooks';

export interface Blocks {
  readonly totalMs: number;
  /** The longest turn of the event loop. */
  readonly longestMs: number;
  /** The same, if collecting garbage took no time: what is left of each turn is the work's own. */
  readonly longestOwnMs: number;
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** Runs work and tells how long it took, and how long the event loop stood still at most. */
export async function watchBlocks(work: () => Promise<void>): Promise<Blocks> {
  const collections: Span[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      collections.push({ startMs: startTime, endMs: startTime + duration });
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const turns: Span[] = [];
  let isDone = false;
  const startMs = performance.now();
  let lastMs = startMs;
  const tick = () => {
    const nowMs = performance.now();
    turns.push({ startMs: lastMs, endMs: nowMs });
    lastMs = nowMs;
    if (!isDone) setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  isDone = true;
  const totalMs = performance.now() - startMs;
  // The observer hears of a collection a turn or two later.
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => void setTimeout(resolve, 1));
  observer.disconnect();
  const lengths = turns.map(({ startMs, endMs }) => endMs - startMs);
  const own = turns.map((turn) => turn.endMs - turn.startMs - overlap(turn, collections));
  return { totalMs, longestMs: greatest(lengths), longestOwnMs: greatest(own) };
}

function overlap({ startMs, endMs }: Span, others: readonly Span[]): number {
  return others.reduce((sum, other) => {
    const shared = Math.min(endMs, other.endMs) - Math.max(startMs, other.startMs);
    return sum + Math.max(0, shared);
  }, 0);
}

const greatest = (figures: readonly number[]) =>
  figures.reduce((most, figure) => Math.max(most, figure), 0);
