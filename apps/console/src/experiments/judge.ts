import type { ExperimentRun } from '../api/experiments.ts';
import type { Figures } from '../api/map.ts';

export interface Observed {
  readonly before: Figures;
  readonly trouble: Figures;
  readonly after: Figures;
}

/** Requests a second below which nothing can be said. */
const LEAST_PER_SECOND = 1;

/** Whether it came as expected, and what was seen, in sentences. */
export function judge(
  { before, trouble, after }: Observed,
  maxErrorRatio: number,
): Pick<ExperimentRun, 'verdict' | 'findings'> {
  if (trouble.callsPerSecond < LEAST_PER_SECOND || after.callsPerSecond < LEAST_PER_SECOND) {
    return {
      verdict: 'not-as-expected',
      findings: ['There was hardly a request to judge by: was the load stopped?'],
    };
  }
  const isAsExpected = trouble.errorRatio <= maxErrorRatio && after.errorRatio <= maxErrorRatio;
  return {
    verdict: isAsExpected ? 'as-expected' : 'not-as-expected',
    findings: [
      `${percent(trouble.errorRatio)} of requests failed during the trouble; up to ${percent(maxErrorRatio)} was expected.`,
      `Half of the requests took ${ms(trouble.p50Ms)} (${ms(before.p50Ms)} before, ${ms(after.p50Ms)} after), 99 % up to ${ms(trouble.p99Ms)} (${ms(before.p99Ms)} before, ${ms(after.p99Ms)} after).`,
      `${percent(after.errorRatio)} of requests failed afterwards.`,
    ],
  };
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(2))} %`;
}

function ms(value: number | null): string {
  return value === null
    ? 'an unknown time'
    : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
