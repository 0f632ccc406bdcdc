/**
 * What a server keeps of its caller's time, so that after its own calls have run out of theirs it
 * can still answer: with a fallback, or with an error that says more than "deadline exceeded". And
 * the answer has to travel: a deadline crosses the wire as time left (`grpc-timeout`), so a server's
 * clock is behind its caller's by the way of the request.
 *
 * The Site Reliability Engineering book, chapter 22, would "reduce the outgoing deadline a bit (e.g.,
 * a few hundred milliseconds) to account for network transit times and post-processing". That suits
 * budgets of many seconds; a share keeps it in proportion for 300 ms, the least covers a turn of the
 * event loop and a round trip.
 */
export interface AnswerMarginOptions {
  /** Share of the time that a call arrived with, 0 to 0.9. Default: 0.05. */
  readonly marginRatio?: number | undefined;
  /** But at least so many milliseconds, 0 to 10 000. Default: 5. */
  readonly minMarginMs?: number | undefined;
  /** And at most so many, `minMarginMs` to 60 000. Default: 100. */
  readonly maxMarginMs?: number | undefined;
}

export type AnswerMargin = {
  readonly [Name in keyof AnswerMarginOptions]-?: number;
};

/** @throws RangeError naming the field, the rule and the value. */
export function resolveAnswerMargin(options: AnswerMarginOptions = {}): AnswerMargin {
  const minMarginMs = within('minMarginMs', options.minMarginMs ?? 5, 0, 10_000);
  return {
    marginRatio: within('marginRatio', options.marginRatio ?? 0.05, 0, 0.9),
    minMarginMs,
    maxMarginMs: within(
      'maxMarginMs',
      options.maxMarginMs ?? Math.max(100, minMarginMs),
      minMarginMs,
      60_000,
    ),
  };
}

/**
 * Milliseconds kept of `budgetMs`: fixed when the call arrives, because the answer takes no less
 * time for being late. Never more than there is.
 */
export function marginOf(budgetMs: number, margin: AnswerMargin): number {
  const share = Math.max(margin.minMarginMs, budgetMs * margin.marginRatio);
  return Math.min(Math.max(0, budgetMs), share, margin.maxMarginMs);
}

function within(field: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw new RangeError(`deadlines.${field} must be within ${min} to ${max}, got ${value}`);
}
