import type { Column } from '../live/past.ts';

/** Single seconds jump: at ten calls a second one more or less is a tenth. */
const MOMENTS = 10;

/**
 * What part of all calls each endpoint has got, over the moments before: the weight that it really
 * has. Null where there was no call at all.
 */
export function shareColumns(calls: readonly Column[]): Column[] {
  const sums = calls.map(sumBefore);
  return sums.map((own) =>
    own.map((sum, moment) => {
      const all = sums.reduce((total, one) => total + (one[moment] ?? 0), 0);
      return all > 0 ? sum / all : null;
    }),
  );
}

function sumBefore(column: Column): number[] {
  let sum = 0;
  return column.map((value, moment) => {
    sum += (value ?? 0) - (column[moment - MOMENTS] ?? 0);
    // Sums of fractions leave a rest.
    return Math.max(0, Math.round(sum * 1e6) / 1e6);
  });
}
