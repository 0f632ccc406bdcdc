import { parseArgs } from 'node:util';
import { join } from 'node:path';

export interface MatrixCommand {
  /** Of a headline cell. */
  readonly calls: number;
  readonly pace: number;
  readonly only: readonly string[];
  readonly seed: number;
  readonly isList: boolean;
  readonly isHelp: boolean;
  /** Where the results are kept. */
  readonly out: string;
}

export const help = `npm run faults [-- options]   every cell, some 20 minutes on two cores

  --calls N      calls of a headline cell, 100 to 100000; the others take their share (6000)
  --quick        the same as --calls 600: shapes, not figures
  --pace SHARE   of the usual calls a second, above 0 to 1, for a machine that is slow or busy (1)
  --only TEXT    groups whose name holds the text, such as "hang / unary / 10"; may be repeated
  --seed N       of when calls come (1)
  --out DIR      where fault-matrix.{json,md,svg} go (docs/results; with --only or --quick: dist)
  --list         names the groups and runs none
`;

const root = join(import.meta.dirname, '../../..');

/** @throws Error that says what is wrong with which option. */
export function parseOptions(args: readonly string[]): MatrixCommand {
  const { values } = parseArgs({
    args: args.filter((argument) => argument !== '--'),
    options: {
      calls: { type: 'string' },
      pace: { type: 'string', default: '1' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const isPart =
    values.quick ||
    values.only.length > 0 ||
    values.calls !== undefined ||
    Number(values.pace) !== 1;
  return {
    calls: whole('--calls', values.calls ?? (values.quick ? '600' : '6000'), 100, 100_000),
    pace: share('--pace', values.pace),
    only: values.only,
    seed: whole('--seed', values.seed, 0, 2 ** 31 - 1),
    isList: values.list,
    isHelp: values.help,
    // A part of the matrix does not take the place of the whole.
    out: values.out ?? join(root, isPart ? 'dist/fault-matrix' : 'docs/results'),
  };
}

function whole(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new Error(`${option} must be a whole number within ${min} to ${max}, got "${text}"`);
}

function share(option: string, text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new Error(`${option} must be above 0 and at most 1, got "${text}"`);
}
