// A measured table: printed, and kept in docs/results as Markdown and as JSON with the machine
// it was measured on and the command that measures it again.
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';

export const resultsDirectory = join(import.meta.dirname, '../../../docs/results');

export interface Table {
  readonly title: string;
  /** What was done, in a few sentences, so that a reader can doubt it. */
  readonly method: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** What the command line says; a benchmark that takes one of them has a default for it. */
export interface RunOptions {
  /** How often everything is repeated, interleaved. */
  readonly rounds?: number;
  /** How long each load lasts, in seconds. */
  readonly seconds?: number;
}

/** A benchmark: its name is its argument. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  /** Its file in docs/results, where that says more than its name. Default: its name. */
  readonly keptAs?: string;
  run(progress: (line: string) => void, options?: RunOptions): Promise<readonly Table[]>;
}

export function formatTable({ title, method, columns, rows }: Table): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'));
  return [`## ${title}`, '', method, '', line(columns), line(rule), ...rows.map(line), ''].join(
    '\n',
  );
}

/** Writes docs/results/<kept as>.md and .json. */
export async function keepTables(
  { name, keptAs = name }: Pick<Benchmark, 'name' | 'keptAs'>,
  tables: readonly Table[],
  options: RunOptions = {},
): Promise<void> {
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  const given = Object.entries(options).map(([option, value]) => ` --${option} ${value}`);
  const command = `npm run bench -- ${name}${given.join('')}`;
  const head = `# ${keptAs}\n\nMeasured by \`${command}\` on ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node}.\n`;
  await mkdir(resultsDirectory, { recursive: true });
  await writeFile(
    join(resultsDirectory, `${keptAs}.md`),
    [head, ...tables.map(formatTable)].join('\n'),
  );
  await writeFile(
    join(resultsDirectory, `${keptAs}.json`),
    `${JSON.stringify({ command, machine, tables }, null, 2)}\n`,
  );
}
