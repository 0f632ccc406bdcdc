// Order statistics by the nearest-rank method: a figure that was really seen, never a mean of two.

/** The value below or at which a share `q` (0 to 1) of the samples lies; NaN without samples. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(q * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** Median, with the range seen: "3.2 (2.9–4.1)". */
export function formatSpread(samples: readonly number[], digits = 1): string {
  const text = (value: number) => value.toFixed(digits);
  const range = `${text(Math.min(...samples))}–${text(Math.max(...samples))}`;
  return `${text(median(samples))} (${range})`;
}
