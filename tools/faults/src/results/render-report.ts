import { type CallKind, callKinds, type ScenarioName } from '../plan/cell.ts';
import type { CellResult, Problem } from '../run/cell-result.ts';
import { formatExtras, formatMs, formatVerdicts } from './format.ts';
import type { Machine } from './machine.ts';

export interface Report {
  readonly command: string;
  readonly machine: Machine;
  readonly seed: number;
  readonly cells: readonly CellResult[];
  readonly problems: readonly Problem[];
}

const method = `Every cell is one fault, one kind of call, one fleet and one client. A replica is a process of its own that
runs \`startServer\` with nothing behind it (unary: 10 ms of exponential time, no processor); a client is a
process too, and calls in an open loop (Poisson) with a deadline of 1 s. The endpoints come from a file. In
the headline cells (unary, 10 replicas, fail-fast, hang, half-errors, blackhole) and under overload a client
has the fleet to itself, at 500/s; elsewhere all clients of a group, the \`round_robin\` of a plain grpc-js
client among them, call the same fleet at the same time and so meet the same fault at the same moment, each
at 125/s, or 50 streams of five messages a second. Counted are the calls that begin while the fault is there;
percentiles are of those that succeeded. Attempts are HTTP/2 streams, counted below the clients. *Found*:
until the first 100 attempts in a row of which under 1 % go to the bad host.
*Back*: from the end of the fault until it has half of its fair share again; a dash where that is not so within
the three seconds that are watched. A retry needs a failure to see:
what is silent until the deadline is asked of hedges alone. Where everything fails, attempts are held against
all calls of the client, the 200 and more before the fault included, which its retry budget was earned by.`;

/** The results as Markdown. */
export function renderReport({ command, machine, seed, cells, problems }: Report): string {
  const judged = cells.filter(({ verdicts }) => verdicts.length > 0);
  const met = judged.filter(({ verdicts }) => verdicts.every(({ isMet }) => isMet));
  const ours = cells.filter(({ participant }) => participant !== 'round_robin');
  return [
    '# The fault matrix',
    '',
    `Measured by \`${command}\` (seed ${seed}) on ${machine.cores} cores (${machine.cpu}), Node ${machine.node}, ` +
      `load average ${machine.loadAverage} before.`,
    '',
    method,
    '',
    '![What failed](fault-matrix.svg)',
    '',
    `${ours.length} cells; of ${judged.length} with a goal, ${met.length} meet it.`,
    '',
    ...renderUnmet(judged.filter((result) => !met.includes(result))),
    ...renderProblems(problems),
    ...callKinds.flatMap((kind) => renderKind(kind, cells)),
  ].join('\n');
}

function renderUnmet(unmet: readonly CellResult[]): readonly string[] {
  if (unmet.length === 0) return [];
  return [
    '## Not met',
    '',
    ...table(
      ['cell', 'goal'],
      unmet.map((result) => [
        `${result.scenario}, ${result.kind}, ${result.replicas}, ${result.participant}`,
        formatVerdicts(result),
      ]),
    ),
    '',
  ];
}

function renderProblems(problems: readonly Problem[]): readonly string[] {
  if (problems.length === 0) return [];
  return [
    '## Not run to the end',
    '',
    ...problems.map(({ group, problem }) => `- ${group}: ${problem}`),
    '',
  ];
}

const columns = [
  'fault',
  'replicas',
  'client',
  'calls',
  'failed',
  'attempts',
  'p50',
  'p99',
  'p99.9 ms',
  'found ms',
  'back ms',
  'busy %',
  'goal',
];

function renderKind(kind: CallKind, cells: readonly CellResult[]): readonly string[] {
  const ofKind = cells.filter((result) => result.kind === kind);
  if (ofKind.length === 0) return [];
  const scenarios = [...new Set(ofKind.map(({ scenario }) => scenario))];
  const rows = scenarios.flatMap((scenario) => rowsOf(scenario, ofKind));
  return [`## ${kind}`, '', ...table(columns, rows), ''];
}

function rowsOf(scenario: ScenarioName, cells: readonly CellResult[]) {
  return cells
    .filter((result) => result.scenario === scenario)
    .map((result) => {
      const { replicas, participant, figures: f } = result;
      const extras = formatExtras(result);
      return [
        ...[scenario, replicas, participant, f.calls, f.failed, f.attempts],
        ...[f.p50Ms, f.p99Ms, f.p999Ms, f.detectMs, f.recoverMs].map(formatMs),
        Math.round(result.busyShare * 100),
        [formatVerdicts(result), extras].filter((text) => text !== '').join('; '),
      ];
    });
}

function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): readonly string[] {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
