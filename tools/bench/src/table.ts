// A measured table: printed, and kept in docs/results as Markdown and as JSON with the machine
// it was measured on and the command that measures it again.
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const resultsDirectory = join(import.meta.dirname, '../../../docs/results');

export interface Table {
  readonly title: string;
  /** What was done, in a few sentences, so that a reader can doubt it. */
  readonly method: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A benchmark: its name is that of its file in docs/results and of its argument. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  run(progress: (line: string) => void): Promise<readonly Table[]>;
}

export function formatTable({ title, method, columns, rows }: Table): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'));
  return [`## ${title}`, '', method, '', line(columns), line(rule), ...rows.map(line), ''].join(
    '\n',
  );
}

/** Writes docs/results/<name>.md and .json. */
export async function keepTables(name: string, tables: readonly Table[]): Promise<void> {
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  const command = `npm run bench -- ${name}`;
  const head = `# ${name}\n\nMeasured by \`${command}\` on ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node}.\n`;
  await mkdir(resultsDirectory, { recursive: true });
  await writeFile(
    join(resultsDirectory, `${name}.md`),
    [head, ...tables.map(formatTable)].join('\n'),
  );
  await writeFile(
    join(resultsDirectory, `${name}.json`),
    `${JSON.stringify({ command, machine, tables }, null, 2)}\n`,
  );
}
