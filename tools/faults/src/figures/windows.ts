import type { AttemptRecords } from '../driver/messages.ts';

/** Attempts at a fleet between two times, and which of them went to one port. */
export interface Aimed {
  readonly startMs: readonly number[];
  readonly isHit: readonly boolean[];
}

export function aimedAt(
  { startMs, port }: AttemptRecords,
  wanted: number,
  fromMs: number,
  toMs: number,
): Aimed {
  const within = [...startMs.keys()].filter(
    (index) => startMs[index]! >= fromMs && startMs[index]! < toMs,
  );
  return {
    startMs: within.map((index) => startMs[index]!),
    isHit: within.map((index) => port[index] === wanted),
  };
}

export function shareOf({ isHit }: Aimed): number {
  return isHit.length === 0 ? 0 : isHit.filter(Boolean).length / isHit.length;
}

/**
 * The first run of `length` attempts of which fewer than `share` (`below`), or at least `share`
 * (`above`), hit; as the index of its first attempt.
 */
export function firstRun(
  { isHit }: Aimed,
  length: number,
  side: 'below' | 'above',
  share: number,
): number | undefined {
  let hits = 0;
  for (const [index, hit] of isHit.entries()) {
    hits += Number(hit);
    if (index >= length) hits -= Number(isHit[index - length]);
    if (index < length - 1) continue;
    const isBelow = hits / length < share;
    if (isBelow === (side === 'below')) return index - length + 1;
  }
  return undefined;
}
