import type { Figures } from '../figures/figures.ts';
import type { AbsenceFigures, OverloadFigures } from '../figures/special-figures.ts';
import type { ScenarioName, Variant } from './cell.ts';

/** What a cell has shown. */
export interface Shown {
  readonly scenario: ScenarioName;
  readonly variant: Variant;
  readonly replicas: number;
  readonly figures: Figures;
  readonly overload?: OverloadFigures | undefined;
  readonly absence?: AbsenceFigures | undefined;
}

export interface Verdict {
  /** What was asked for, such as `failed ≤ 5`. */
  readonly goal: string;
  readonly seen: string;
  readonly isMet: boolean;
}

type Judge = (shown: Shown) => readonly Verdict[];

/** The verdicts on a cell; none where nothing was asked of it. */
export function judge(shown: Shown): readonly Verdict[] {
  return judges[shown.scenario](shown);
}

const failedAtMost =
  (limit: number): Judge =>
  ({ figures }) => [atMost('failed', figures.failed, limit)];

/**
 * One bad host: the limit without retries, and none at all where another attempt helps. A retry needs
 * a failure to see, so what is silent until the deadline is asked of hedges alone.
 */
const oneHost =
  (limit: number | undefined, isLoud: boolean): Judge =>
  (shown) => {
    if (shown.variant === 'no retries') {
      return limit === undefined ? [] : failedAtMost(limit)(shown);
    }
    return shown.variant === 'hedging' || isLoud ? failedAtMost(0)(shown) : [];
  };

const blackhole: Judge = (shown) => {
  const verdicts = oneHost(10, false)(shown);
  if (shown.variant !== 'no retries') return verdicts;
  return [...verdicts, atMost('found within ms', shown.figures.detectMs ?? Infinity, 1000)];
};

const scaleToZero: Judge = ({ absence }) =>
  absence === undefined
    ? []
    : [
        atMost('refused within ms', absence.refusedP99Ms, 50),
        atMost('back within ms', absence.backMs ?? Infinity, 500),
      ];

const businessErrors: Judge = ({ figures, replicas }) => [
  atMost('failed', figures.failed, 0),
  atLeast('share of the host', figures.badShare ?? 0, 0.5 / replicas),
];

// The budget is a share of the calls of its window: those before the fault have earned it, too.
const allFail: Judge = ({ figures: { calls, attempts, callsBefore } }) => [
  atMost('attempts per call', (callsBefore + attempts) / (callsBefore + calls), 1.1),
];

const overload: Judge = ({ overload: seen }) =>
  seen === undefined
    ? []
    : [
        atLeast('goodput / capacity', seen.goodputPerSecond / seen.capacityPerSecond, 0.9),
        atMost('admitted p99 / unloaded p99', seen.admittedP99Ms / seen.unloadedP99Ms, 2),
        atLeast('critical served', seen.criticalServed, 0.99),
      ];

const judges: Readonly<Record<ScenarioName, Judge>> = {
  'fail-fast': oneHost(5, true),
  hang: oneHost(5, false),
  'slow-10x': oneHost(undefined, false),
  'half-errors': oneHost(15, true),
  blackhole,
  'half-open': oneHost(undefined, false),
  sigkill: oneHost(undefined, true),
  sigstop: oneHost(undefined, false),
  'rolling-restart': failedAtMost(0),
  'scale-to-zero': scaleToZero,
  'business-errors': businessErrors,
  'all-fail': allFail,
  'overload-2x': overload,
  'overload-4x': overload,
  'memory-leak': oneHost(undefined, true),
  'loop-block': oneHost(undefined, false),
};

function atMost(what: string, seen: number, limit: number): Verdict {
  return { goal: `${what} ≤ ${limit}`, seen: format(seen), isMet: seen <= limit };
}

function atLeast(what: string, seen: number, limit: number): Verdict {
  return { goal: `${what} ≥ ${format(limit)}`, seen: format(seen), isMet: seen >= limit };
}

function format(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 3 : 0);
}
