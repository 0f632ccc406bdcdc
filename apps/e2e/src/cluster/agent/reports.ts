import type { ResultsTable } from '../results-tables.ts';

/** What the suite's program in the cluster says: a JSON line each on its standard output. */
export type Report =
  /** The platform is joined; scenarios begin. */
  | { readonly kind: 'ready' }
  /** A measured fact of the case that runs. */
  | { readonly kind: 'note'; readonly fact: string }
  | CaseReport
  /** A row for a table of docs/results. */
  | { readonly kind: 'row'; readonly table: ResultsTable; readonly row: readonly string[] }
  /** It is over; undefined: as it should be. */
  | { readonly kind: 'end'; readonly error?: string };

export interface CaseReport {
  readonly kind: 'case';
  readonly scenario: string;
  readonly name: string;
  readonly tookMs: number;
  /** With its stack; undefined: passed. */
  readonly error?: string;
}

/** Beside the cases of every scenario. */
export const auditCase = 'the books are right';

const mark = 'e2e-report ';

export const formatReport = (report: Report): string => `${mark}${JSON.stringify(report)}`;

/** Undefined for a line that is something else. */
export function parseReport(line: string): Report | undefined {
  const at = line.indexOf(mark);
  return at === -1 ? undefined : (JSON.parse(line.slice(at + mark.length)) as Report);
}
