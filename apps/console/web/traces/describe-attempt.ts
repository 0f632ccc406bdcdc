import type { Span } from '../../src/api.ts';

export interface AttemptWords {
  /** For the row: `↻ 2`. */
  readonly mark: string;
  readonly text: string;
  /** Beyond the first. */
  readonly isAgain: boolean;
}

/** What kind of attempt a span is, in words; undefined where it is none. */
export function describeAttempt({ attempt }: Span): AttemptWords | undefined {
  if (attempt === undefined) return undefined;
  const { number, replica, address } = attempt;
  const where = replica === '' ? address : replica;
  const at = where === '' ? '' : ` → ${where}`;
  switch (attempt.kind) {
    case 'first':
      return { mark: `1st try${at}`, text: `first attempt${at}`, isAgain: false };
    case 'retry':
      return {
        mark: `↻ retry ${number}${at}`,
        text: `attempt ${number}, a retry${at}`,
        isAgain: true,
      };
    case 'hedge':
      return {
        mark: `⇉ hedge ${number}${at}`,
        text: `attempt ${number}, a hedge${at}`,
        isAgain: true,
      };
    case 'transparent':
      return {
        mark: `↻ unseen ${number}${at}`,
        text: `attempt ${number}, repeated since the server never saw the one before${at}`,
        isAgain: true,
      };
    default:
      return attempt.kind satisfies never;
  }
}
