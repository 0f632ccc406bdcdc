import { variation } from '@ballast/tool-sim';
import { formatSpread, median, quantile } from '../statistics.ts';
import type { Table } from '../table.ts';
import type { ClientReport } from './client.ts';
import { type ComparedPolicy, comparedPolicies, type Condition, conditions } from './conditions.ts';
import { predict } from './predict.ts';

export interface FleetRun {
  readonly round: number;
  readonly condition: Condition;
  readonly policy: ComparedPolicy;
  readonly report: ClientReport;
}

export const p99 = ({ report }: FleetRun) => quantile(report.latenciesMs, 0.99);

export function runsOf(
  runs: readonly FleetRun[],
  condition: Condition,
  policy: ComparedPolicy,
): FleetRun[] {
  return runs.filter((run) => run.condition === condition && run.policy === policy);
}

/** For each pair of a condition and a policy that was run. */
export function eachPair<Row>(
  runs: readonly FleetRun[],
  rowOf: (condition: Condition, policy: ComparedPolicy, own: readonly FleetRun[]) => Row,
): Row[] {
  const ran = [...new Set(runs.map(({ condition }) => condition))];
  return ran.flatMap((condition) =>
    comparedPolicies
      .map((policy) => ({ policy, own: runsOf(runs, condition, policy) }))
      .filter(({ own }) => own.length > 0)
      .map(({ policy, own }) => rowOf(condition, policy, own)),
  );
}

/** The figure beside that of another run of the same round. */
function ratios(
  own: readonly FleetRun[],
  others: readonly FleetRun[],
  figure: (run: FleetRun) => number,
): string {
  const values = own.flatMap((run) => {
    const other = others.find(({ round }) => round === run.round);
    return other === undefined || other === run ? [] : [figure(run) / figure(other)];
  });
  return values.length === 0 ? '' : formatSpread(values, 2);
}

export function qualityTable(runs: readonly FleetRun[], method: string): Table {
  const [roundRobin] = comparedPolicies;
  const [healthy] = conditions;
  return {
    title: 'Ten replicas, each a process of its own',
    method,
    columns: [
      ...['condition', 'policy', 'p50 (ms)', 'p99 (ms)', 'p99.9 (ms)', 'p99 / round_robin'],
      ...['p99 / healthy', 'failed of 6 000', 'calls at the odd one', 'variation of calls', 'late'],
    ],
    rows: eachPair(runs, (condition, policy, own) => {
      const of = (figure: (run: FleetRun) => number, digits = 1) =>
        formatSpread(own.map(figure), digits);
      const share = ({ report }: FleetRun) =>
        (100 * report.byReplica.at(-1)!) / Math.max(1, report.calls);
      return [
        condition.title,
        policy.name,
        of(({ report }) => quantile(report.latenciesMs, 0.5)),
        of(p99),
        of(({ report }) => quantile(report.latenciesMs, 0.999)),
        ratios(own, runsOf(runs, condition, roundRobin!), p99),
        ratios(own, runsOf(runs, healthy!, policy), p99),
        of(({ report }) => (6_000 * report.failed) / report.calls, 0),
        of(share) + ' %',
        of(({ report }) => 100 * variation(report.byReplica)) + ' %',
        of(({ report }) => report.lateMs),
      ];
    }),
  };
}

const SHARES_MS = [2_000, 5_000, 10_000];

/** How soon the newcomer is called, and what part of its fair share it has as time goes on. */
export function newcomerTable(
  runs: readonly FleetRun[],
  callsPerSecond: number,
  watchedMs: number,
): Table {
  const first = ({ report }: FleetRun) => report.joinedMs[0] ?? Infinity;
  return {
    title: 'A new replica',
    method:
      'Nine replicas serve; the tenth is told to the channel while calls are under way. First: from ' +
      'then to its first answer, its connection included. Share: of what would be fair, by the time ' +
      'since then; slow start lets it grow for 10 s. weighted_round_robin reads orca.proto anew for ' +
      'every report (libs/balancing/src/regression/load-report-reads-files.test.ts), which at this rate ' +
      `is all that its client does. ${callsPerSecond} calls/s, as in balancing.md; median (range) of rounds.`,
    columns: ['policy', 'first (ms)', ...shareColumns(), 'p99 (ms)', 'failed of 6 000'],
    rows: eachPair(runs, (_condition, policy, own) => [
      policy.name,
      formatSpread(own.map(first), 0),
      ...SHARES_MS.map((untilMs, i) => {
        if (untilMs > watchedMs) return '';
        const fromMs = SHARES_MS[i - 1] ?? 0;
        const fair = (callsPerSecond * (untilMs - fromMs)) / 1_000 / 10;
        const shares = own.map(({ report }) => {
          const calls = report.joinedMs.filter((ms) => ms >= fromMs && ms < untilMs);
          return (100 * calls.length) / fair;
        });
        return `${formatSpread(shares, 0)} %`;
      }),
      formatSpread(own.map(p99), 1),
      formatSpread(
        own.map(({ report }) => (6_000 * report.failed) / report.calls),
        0,
      ),
    ]),
  };
}

const shareColumns = () =>
  SHARES_MS.map((untilMs, i) => `share, ${(SHARES_MS[i - 1] ?? 0) / 1_000}–${untilMs / 1_000} s`);

/** The simulation's figures beside those of real processes. */
export function validationTable(
  runs: readonly FleetRun[],
  durationMs: number,
  networkMs: number,
): Table {
  const rows = eachPair(runs, (condition, policy, own) => {
    const expected = predict(condition, policy, durationMs, networkMs);
    if (expected === undefined) return undefined;
    const p50Ms = median(own.map(({ report }) => quantile(report.latenciesMs, 0.5)));
    const p99Ms = median(own.map(p99));
    const percent = (simulated: number, real: number) => {
      const difference = (simulated / real - 1) * 100;
      return `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(0)} %`;
    };
    const isWithin = [expected.p50Ms / p50Ms, expected.p99Ms / p99Ms].every(
      (ratio) => ratio >= 0.8 && ratio <= 1.2,
    );
    return [
      ...[condition.title, policy.name],
      ...[p50Ms.toFixed(1), expected.p50Ms.toFixed(1), percent(expected.p50Ms, p50Ms)],
      ...[p99Ms.toFixed(1), expected.p99Ms.toFixed(1), percent(expected.p99Ms, p99Ms)],
      isWithin ? 'yes' : 'no',
    ];
  });
  return {
    title: 'The simulation beside real processes',
    method:
      'The same fleet, load and length in tools/sim, which runs the very same pickers: medians of ' +
      `five seeds (1 to 5) beside the medians above. The way to a replica and back is the simulation’s ` +
      `only measured figure: ${(2 * networkMs).toFixed(2)} ms, the median of calls that are answered at ` +
      'once at the same rate.',
    columns: [
      ...['condition', 'policy', 'p50 real (ms)', 'simulated', '', 'p99 real (ms)', 'simulated'],
      ...['', 'within 20 %'],
    ],
    rows: rows.filter((row) => row !== undefined),
  };
}
