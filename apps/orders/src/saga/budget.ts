/** What a piece of work may take. A handler's context is one, and so is the relay's. */
export interface Budget {
  /** Aborted when nobody waits for the work any more. */
  readonly signal: AbortSignal;
  /** Milliseconds left, from now; 0 when they are used up. */
  timeLeftMs(): number;
}

/** Left over of a caller's time, in milliseconds, so that the answer still reaches it. */
const answerMs = 50;

/** At most `longestMs` from now, and so much less than the caller's time that it can be answered. */
export function limitBudget(caller: Budget, longestMs: number): Budget {
  const end = performance.now() + Math.min(longestMs, caller.timeLeftMs() - answerMs);
  return { signal: caller.signal, timeLeftMs: () => Math.max(0, end - performance.now()) };
}
